// Pod-security judges pods by the code of Pod Security admission itself. It reads {"level", "minor", "pod"} after
// {"level", "minor", "pod"}, and writes a line for each: the list of what the level refuses.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type question struct {
	Level api.Level
	Minor int
	Pod   corev1.Pod
}

func main() {
	if err := judge(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(questions io.Reader, verdicts io.Writer) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bufio.NewReader(questions))
	buffered := bufio.NewWriter(verdicts)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for {
		var q question
		if err := in.Decode(&q); errors.Is(err, io.EOF) {
			return buffered.Flush()
		} else if err != nil {
			return err
		}
		fill(&q.Pod.Spec)
		refused := []string{}
		at := api.LevelVersion{Level: q.Level, Version: api.MajorMinorVersion(1, q.Minor)}
		for _, result := range evaluator.EvaluatePod(at, &q.Pod.ObjectMeta, &q.Pod.Spec) {
			if !result.Allowed {
				refused = append(refused, fmt.Sprintf("%s (%s)", result.ForbiddenReason, result.ForbiddenDetail))
			}
		}
		if err := out.Encode(refused); err != nil {
			return err
		}
	}
}

// fill adds what the API server adds to a Pod before admission, as far as the checks read it.
func fill(spec *corev1.PodSpec) {
	for i := range spec.Volumes {
		if spec.Volumes[i].VolumeSource == (corev1.VolumeSource{}) {
			spec.Volumes[i].EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
	if !spec.HostNetwork {
		return
	}
	for _, containers := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range containers {
			for j := range containers[i].Ports {
				if port := &containers[i].Ports[j]; port.HostPort == 0 {
					port.HostPort = port.ContainerPort
				}
			}
		}
	}
}
