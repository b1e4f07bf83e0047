module github.com/cdk8s-secure-edge/cdk8s-secure-edge/e2e/kernel

go 1.26.8
