// The process that holds a pod's namespaces in the node test.
module github.com/cdk8s-secure-edge/cdk8s-secure-edge/e2e/node/pause

go 1.26.0
