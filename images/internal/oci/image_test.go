package oci

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

var config = Config{
	User: "65534:65534", WorkingDir: "/srv", Env: []string{"A=b"}, Entrypoint: []string{"/srv/app"}, Cmd: []string{"run"},
	ExposedPorts: []int{8080}, Labels: map[string]string{"b": "2", "a": "1"},
}

func newImage(t *testing.T) Image {
	t.Helper()
	roots := map[string]*tree.Tree{}
	for _, architecture := range []string{"arm64", "amd64"} {
		root := tree.New()
		if err := root.File("/srv/app", []byte("for "+architecture), 0o755, tree.Root); err != nil {
			t.Fatal(err)
		}
		roots[architecture] = root
	}
	image, err := New(config, roots)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func archiveOf(t *testing.T, image Image) map[string][]byte {
	t.Helper()
	var buffer bytes.Buffer
	if err := image.WriteArchive(&buffer, "ghcr.io/edge/app", "1.0"); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for reader := tar.NewReader(&buffer); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[header.Name], err = io.ReadAll(reader); err != nil {
			t.Fatal(err)
		}
	}
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Annotations map[string]string `json:"annotations"`
	Platform    struct{ OS, Architecture, Variant string }
}

type document struct {
	Manifests []descriptor `json:"manifests"`
	Config    descriptor   `json:"config"`
	Layers    []descriptor `json:"layers"`
}

func decode(t *testing.T, content []byte, value any) {
	t.Helper()
	if err := json.Unmarshal(content, value); err != nil {
		t.Fatal(err)
	}
}

// follow returns the blob of a descriptor, checked against its digest and size.
func follow(t *testing.T, files map[string][]byte, d descriptor) []byte {
	t.Helper()
	content, there := files["blobs/sha256/"+strings.TrimPrefix(d.Digest, "sha256:")]
	sum := sha256.Sum256(content)
	if !there || "sha256:"+hex.EncodeToString(sum[:]) != d.Digest || len(content) != d.Size {
		t.Fatalf("descriptor %+v does not describe its blob", d)
	}
	return content
}

func TestTheArchiveLeadsFromItsNamesToTheFiles(t *testing.T) {
	image := newImage(t)
	files := archiveOf(t, image)
	var layout document
	decode(t, files["index.json"], &layout)

	var names []string
	for _, d := range layout.Manifests {
		names = append(names, d.Annotations["io.containerd.image.name"])
	}
	if want := []string{"ghcr.io/edge/app:1.0", "ghcr.io/edge/app@" + image.Index.Digest}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}

	var index document
	decode(t, follow(t, files, layout.Manifests[0]), &index)
	var platforms []string
	for _, d := range index.Manifests {
		platforms = append(platforms, strings.TrimSuffix(d.Platform.OS+"/"+d.Platform.Architecture+"/"+d.Platform.Variant, "/"))
		var manifest document
		decode(t, follow(t, files, d), &manifest)
		var description struct {
			Architecture string
			Config       map[string]any
			RootFS       struct {
				DiffIDs []string `json:"diff_ids"`
			}
		}
		decode(t, follow(t, files, manifest.Config), &description)
		plain := unpack(t, follow(t, files, manifest.Layers[0]))
		if sum := sha256.Sum256(plain); description.RootFS.DiffIDs[0] != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s: the layer is not the one of the configuration", d.Platform.Architecture)
		}
		if !bytes.Contains(plain, []byte("for "+d.Platform.Architecture)) || description.Architecture != d.Platform.Architecture {
			t.Errorf("%s: has the files of %s", d.Platform.Architecture, description.Architecture)
		}
	}
	if want := []string{"linux/amd64", "linux/arm64/v8"}; !slices.Equal(platforms, want) {
		t.Errorf("platforms %q, want %q", platforms, want)
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestDockerFindsTheFirstArchitecture(t *testing.T) {
	image := newImage(t)
	files := archiveOf(t, image)
	var docker []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	decode(t, files["manifest.json"], &docker)
	if len(docker) != 1 || !slices.Equal(docker[0].RepoTags, []string{"ghcr.io/edge/app:1.0"}) {
		t.Fatalf("manifest.json %+v", docker)
	}
	if !bytes.Equal(files[docker[0].Config], image.Platforms[0].Config.Content) ||
		!bytes.Equal(files[docker[0].Layers[0]], image.Platforms[0].Layer.Content) {
		t.Error("manifest.json does not lead to the amd64 image")
	}
}

func TestTheConfigurationSaysWhatRuns(t *testing.T) {
	tests := []struct {
		name   string
		config Config
		want   string
	}{
		{"everything", config, `{"Cmd":["run"],"Entrypoint":["/srv/app"],"Env":["A=b"],"ExposedPorts":{"8080/tcp":{}},"Labels":{"a":"1","b":"2"},"User":"65534:65534","WorkingDir":"/srv"}`},
		{"an image without a user runs as root", Config{Entrypoint: []string{"/app"}}, `{"Entrypoint":["/app"]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := json.Marshal(test.config.encode())
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestTheSameTreesAreTheSameImage(t *testing.T) {
	one, other := newImage(t), newImage(t)
	if one.Index.Digest != other.Index.Digest {
		t.Error("two builds give two digests")
	}
	var first, second bytes.Buffer
	if err := errors.Join(one.WriteArchive(&first, "r", "t"), other.WriteArchive(&second, "r", "t")); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two builds give two archives")
	}
}
