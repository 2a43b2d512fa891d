package io.vfledger.vfctl.platform;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Asks a part whether it serves; every answer comes within two seconds. */
sealed interface Probe {
    /** Whether it said yes. */
    boolean isReady();

    /**
     * A GET that is answered with 200.
     *
     * @param url on this machine
     */
    record Http(URI url) implements Probe {
        @Override
        public boolean isReady() {
            try {
                HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
                connection.setConnectTimeout(TIMEOUT_MS);
                connection.setReadTimeout(TIMEOUT_MS);
                try {
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        }
    }

    /**
     * An ApiVersions request of Kafka's protocol (API key 18, version 0), answered.
     *
     * @param port of the broker, on the loopback address
     */
    record Kafka(int port) implements Probe {
        private static final short API_VERSIONS = 18;
        private static final int CORRELATION = 0x76666c;
        private static final short NO_CLIENT_ID = -1;

        @Override
        public boolean isReady() {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
                socket.setSoTimeout(TIMEOUT_MS);
                OutputStream out = socket.getOutputStream();
                out.write(ByteBuffer.allocate(14)
                        .putInt(10)
                        .putShort(API_VERSIONS)
                        .putShort((short) 0)
                        .putInt(CORRELATION)
                        .putShort(NO_CLIENT_ID)
                        .array());
                out.flush();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                return in.readInt() > Integer.BYTES && in.readInt() == CORRELATION;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Longest wait for a connection, and then for an answer. */
    int TIMEOUT_MS = (int) Duration.ofSeconds(1).toMillis();
}
