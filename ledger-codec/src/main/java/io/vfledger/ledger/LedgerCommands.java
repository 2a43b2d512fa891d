package io.vfledger.ledger;

import io.vfledger.avro.LedgerCommand;
import io.vfledger.lifecycle.Command;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.WriterSchemas;
import java.util.Optional;
import org.apache.avro.Schema;

/** Commands as an entry keeps them. */
final class LedgerCommands {
    private LedgerCommands() {}

    static Command decode(LedgerCommand command) {
        return decode(command, WriterSchemas.compiledIn(command.getRecordType(), command.getSchemaFingerprint()));
    }

    /** @param writer what the command was written with, where it is known */
    static Command decode(LedgerCommand command, Optional<Schema> writer) {
        if (TopicCatalogue.recordType(command.getRecordType()).isEmpty()) {
            throw new IllegalArgumentException(
                    "command type '" + command.getRecordType() + "' is not one that this build knows");
        }
        Schema schema = writer.orElseThrow(() -> new IllegalArgumentException("command of type "
                + command.getRecordType() + " was written with another schema than this build's and any released"
                + " before it; read it with a newer build"));
        return CommandCodec.decode(RecordedBody.read(Topic.COMMANDS, schema, Scalars.bytes(command.getValue())));
    }
}
