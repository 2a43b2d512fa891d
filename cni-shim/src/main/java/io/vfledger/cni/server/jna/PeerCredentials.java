package io.vfledger.cni.server.jna;

/** struct ucred of linux/socket.h, as the kernel noted it when the peer connected. */
public record PeerCredentials(int pid, int uid, int gid) {}
