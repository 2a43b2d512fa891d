package io.vfledger.executor.nodefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.executor.plan.ReleaseMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was found out about VF drivers on the node's own NICs: a JSON object with one entry per driver. A key that is not
 * there has the value of a driver with nothing peculiar.
 *
 * <pre>{@code
 * {"igbvf": {"cycle_after_mac": true, "rates_need_link": true, "release": "rebind_if_unclean"}}
 * }</pre>
 */
public final class ProfileFile {
    private static final int LONGEST_NOTE = 200;
    private static final Set<String> KEYS = Set.of(
            "has_netdev",
            "cycle_after_mac",
            "shows_own_mac",
            "mac_on_netdev_too",
            "mac_applied_within_ms",
            "rates_need_link",
            "rate_step_mbps",
            "reads_back",
            "release",
            "measured");
    private static final Map<String, ReadBack> READ_BACK = new TreeMap<>();
    private static final Map<String, ReleaseMode> RELEASE = new TreeMap<>();

    static {
        for (ReadBack attribute : ReadBack.values()) {
            READ_BACK.put(attribute.attribute(), attribute);
        }
        for (ReleaseMode mode : ReleaseMode.values()) {
            RELEASE.put(mode.name().toLowerCase(Locale.ROOT), mode);
        }
    }

    private ProfileFile() {}

    /**
     * Reads a file whole.
     *
     * @throws IllegalArgumentException when it cannot be read, or says something that is not possible, naming driver, key,
     *     value and what is allowed
     */
    public static List<DriverProfile> read(Path file) {
        return StrictJson.read(file, "driver profiles", ProfileFile::profiles);
    }

    private static List<DriverProfile> profiles(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("expected an object with one entry per driver, like {\"igbvf\": {}}");
        }
        List<DriverProfile> profiles = new ArrayList<>();
        for (Map.Entry<String, JsonNode> driver : Entry.members(root).entrySet()) {
            try {
                profiles.add(profile(driver.getKey(), Entry.of(driver.getValue(), KEYS)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(driver.getKey() + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(profiles);
    }

    private static DriverProfile profile(String driver, Entry entry) {
        boolean hasNetdev = entry.truth("has_netdev").orElse(!VfDriver.isUserSpace(Optional.of(driver)));
        DriverProfile.Builder profile = hasNetdev ? DriverProfile.ordinary(driver) : DriverProfile.userSpace(driver);
        entry.truth("cycle_after_mac").ifPresent(profile::cycleAfterMac);
        entry.truth("shows_own_mac").ifPresent(profile::showsOwnMac);
        entry.truth("mac_on_netdev_too").ifPresent(profile::macOnNetdevToo);
        entry.number("mac_applied_within_ms").map(Duration::ofMillis).ifPresent(profile::macAppliedWithin);
        entry.truth("rates_need_link").ifPresent(profile::ratesNeedLink);
        entry.number("rate_step_mbps").ifPresent(profile::rateStepMbps);
        entry.choices("reads_back", READ_BACK).ifPresent(profile::readsBack);
        entry.choice("release", RELEASE).ifPresent(profile::release);
        entry.member("measured").ifPresent(ProfileFile::requireNotes);
        return profile.build();
    }

    private static void requireNotes(JsonNode measured) {
        Entry.members(measured).forEach((key, value) -> {
            if (!value.isTextual() || value.textValue().length() > LONGEST_NOTE) {
                throw new IllegalArgumentException("measured." + key + " has to be a text of at most " + LONGEST_NOTE
                        + " characters, not " + value);
            }
        });
    }

    /**
     * The text of a file with one profile, every key told.
     *
     * @param measured on what it was found out, for people
     */
    public static String text(DriverProfile profile, Map<String, String> measured) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode entry = mapper.createObjectNode();
        entry.put("has_netdev", profile.hasNetdev());
        entry.put("cycle_after_mac", profile.cycleAfterMac());
        entry.put("shows_own_mac", profile.showsOwnMac());
        entry.put("mac_on_netdev_too", profile.macOnNetdevToo());
        entry.put("mac_applied_within_ms", profile.macAppliedWithin().toMillis());
        entry.put("rates_need_link", profile.ratesNeedLink());
        entry.put("rate_step_mbps", profile.rateStepMbps());
        ArrayNode readsBack = entry.putArray("reads_back");
        for (ReadBack attribute : ReadBack.values()) {
            if (profile.readsBack().contains(attribute)) {
                readsBack.add(attribute.attribute());
            }
        }
        entry.put("release", profile.release().name().toLowerCase(Locale.ROOT));
        ObjectNode notes = entry.putObject("measured");
        measured.forEach((key, value) -> notes.put(key, value.substring(0, Math.min(value.length(), LONGEST_NOTE))));
        ObjectNode root = mapper.createObjectNode();
        root.set(profile.driver(), entry);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }
}
