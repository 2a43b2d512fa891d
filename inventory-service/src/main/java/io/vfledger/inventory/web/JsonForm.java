package io.vfledger.inventory.web;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.vfledger.inventory.projection.Cause;
import io.vfledger.inventory.projection.Change;
import io.vfledger.vf.ContainerId;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.Version;
import io.vfledger.vf.Vlan;
import java.util.List;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** How the views are written in JSON: wrapped values bare, sealed types with the name of the case. */
public final class JsonForm extends SimpleModule {
    private static final long serialVersionUID = 1L;

    public JsonForm() {
        super("vfledger");
        for (Class<?> text : List.of(
                NodeName.class,
                PciAddress.class,
                MacAddress.class,
                NetworkName.class,
                ContainerId.class,
                InterfaceName.class,
                PodUid.class,
                PoolName.class,
                PciId.class,
                PfNameSelector.class)) {
            addSerializer(text, ToStringSerializer.instance);
        }
        addSerializer(Epoch.class, new AsNumber<>(Epoch.class, Epoch::value));
        addSerializer(Version.class, new AsNumber<>(Version.class, Version::value));
        addSerializer(Vlan.class, new AsNumber<>(Vlan.class, Vlan::id));
        setMixInAnnotation(Change.class, NamedChange.class);
        setMixInAnnotation(Cause.class, NamedCause.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Change.Moved.class, name = "moved"),
        @JsonSubTypes.Type(value = Change.Opened.class, name = "request_opened"),
        @JsonSubTypes.Type(value = Change.Closed.class, name = "request_closed"),
        @JsonSubTypes.Type(value = Change.OfNode.class, name = "of_node")
    })
    private interface NamedChange {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cause.Input.class, name = "input"),
        @JsonSubTypes.Type(value = Cause.Fired.class, name = "timer"),
        @JsonSubTypes.Type(value = Cause.Untold.class, name = "untold")
    })
    private interface NamedCause {}

    private static final class AsNumber<T> extends StdSerializer<T> {
        private final transient ToLongFunction<T> number;

        AsNumber(Class<T> type, ToLongFunction<T> number) {
            super(type);
            this.number = number;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeNumber(number.applyAsLong(value));
        }
    }
}
