module github.com/cdk8s-secure-edge/cdk8s-secure-edge/images

go 1.26.8
