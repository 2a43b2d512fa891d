package io.vfledger.schemas.install;

/** The broker or the registry could not be asked, or did not do what it was asked. */
public final class InstallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param operation what was asked
     * @param cause what the client said
     */
    public InstallException(String operation, Throwable cause) {
        super(operation + ": " + cause.getMessage(), cause);
    }
}
