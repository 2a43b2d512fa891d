package io.vfledger.schemas.wire;

/** The registry could not be asked. It says nothing about the record: read or write it again later. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param operation what was asked, with the registry's address
     * @param cause what the client said
     */
    public RegistryException(String operation, Throwable cause) {
        super(operation + ": " + cause.getMessage(), cause);
    }
}
