# Written by images/assemble. The context is the folder images/build/hello-root.
FROM scratch
ARG TARGETARCH
ADD rootfs-${TARGETARCH}.tar /
WORKDIR /usr/local/bin
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/hello"]
