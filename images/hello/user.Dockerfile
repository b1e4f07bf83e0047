# Written by images/assemble. The context is the folder images/build/hello-user.
FROM scratch
ARG TARGETARCH
ADD rootfs-${TARGETARCH}.tar /
WORKDIR /usr/local/bin
EXPOSE 8080
USER 65534:65534
ENTRYPOINT ["/usr/local/bin/hello"]
