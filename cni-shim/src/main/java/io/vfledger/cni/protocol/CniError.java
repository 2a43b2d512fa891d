package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An error as the specification has it (section 5, Error).
 *
 * @param code the number; usually of {@link CniErrorCode}, but a delegate's own is passed on as it is
 * @param msg short; names the value, what is allowed, and what to do
 * @param details longer, or empty
 */
public record CniError(int code, String msg, String details) {
    public CniError {
        if (code < 1 || code > 65_535) {
            throw new IllegalArgumentException("error code " + code + " is outside 1 to 65535");
        }
        if (msg.isBlank()) {
            throw new IllegalArgumentException("an error needs a message");
        }
    }

    public static CniError of(CniErrorCode code, String msg) {
        return new CniError(code.number(), msg, "");
    }

    public static CniError of(CniErrorCode code, String msg, String details) {
        return new CniError(code.number(), msg, details);
    }

    /** The error as one line of JSON, in the version that the caller speaks. */
    public String toJson(CniVersion version) {
        ObjectNode json = Json.object();
        json.put("cniVersion", version.text());
        json.put("code", code);
        json.put("msg", msg);
        if (!details.isEmpty()) {
            json.put("details", details);
        }
        return Json.write(json);
    }
}
