package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
)

// containerd, where the node test pins it, and the name that its CRI service
// gives to its profile.
const (
	runtimeModule  = "../node/containerd"
	runtimePackage = "github.com/containerd/containerd/v2"
	profileName    = "cri-containerd.apparmor.d"
)

// runtimeProfile is the profile that containerd lays on containers that name
// none: its own template, filled in as it does on a node whose AppArmor has
// the usual files.
func runtimeProfile() (string, error) {
	text, err := runtimeTemplate()
	if err != nil {
		return "", err
	}
	profile, err := template.New(profileName).Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = profile.Execute(&out, map[string]any{
		"Abi": "abi/3.0", "Name": profileName, "DaemonProfile": "unconfined", "RootlessKit": "",
		"Imports":      []string{"include <tunables/global>"},
		"InnerImports": []string{"include <abstractions/base>"},
	})
	return out.String(), err
}

func runtimeTemplate() (string, error) {
	download := exec.Command("go", "-C", runtimeModule, "mod", "download", "-json", runtimePackage)
	out, err := download.Output()
	if err != nil {
		return "", fmt.Errorf("containerd's module, which has the runtime's profile, cannot be had: %w\n%s", err, out)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", err
	}
	source := filepath.Join(module.Dir, "contrib/apparmor/template.go")
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		return "", err
	}
	var text string
	ast.Inspect(file, func(node ast.Node) bool {
		spec, is := node.(*ast.ValueSpec)
		if is && spec.Names[0].Name == "defaultTemplate" {
			text, err = strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		}
		return true
	})
	if text == "" && err == nil {
		err = errors.New(source + " has no defaultTemplate")
	}
	return text, err
}
