import { convertProject, manifestsOf } from '../../../src/compose/compose-converter';
import type { LossEntry } from '../../../src/compose/loss-report';
import { readPodSkeleton, type PodSkeleton } from '../../../src/compose/pod-skeleton/read-pod-skeleton';
import type { Manifest } from '../../../src/kubernetes/manifest';
import { Target } from '../../../src/kubernetes/target';

/** Skeleton with two containers, with every slip of the printed one. */
export const TELEMETRY = `{
  "kind": "Pod",
  "apiVersion": "v1",
  "metadata": {
    "name": "telemetry",
    "labels": { "name": "telemetry" },
    "namespace": "plant",
    "annotations": ["owner=line 4", { "name": "contact", "value": "ops" }]
  },
  "spec": {
    "containers": [
      {
        "name": "collector",
        "image": "registry.example.com/plant/collector:1.4",
        "command": ["/bin/collector"],
        "args": ["--verbose"],
        "env": [
          { "name": "BROKER", "value": "127.0.0.1:1883" },
          { "name": "DB_PASSWORD", "value": "hunter2-blue" }
        ],
        "imagePullPolicy": "IfNotPresent",
        "workdingDir": "/srv",
        "depends_on": ["broker"],
        "external_links": ["historian"],
        "networks": ["field"],
        "ports": [{ "containerPort": 8080, "name": "http", "protocol": "TCP" }],
        "resources": { "cpu": "250m", "memory": "64Mi" }
        "livenessProbe": {
          "httpGet": { "path": "/healthz", "port": 8080, "httpHeaders": "" },
          "initialDelaySeconds": 5,
          "timeoutSeconds": 2
        }
      },
      { "name": "broker", "image": "docker.io/library/eclipse-mosquitto:2.0", "command": [""], "networks": ["field"] }
    ],
    "restartPolicy": "Always",
    "volumes": [{ "name": "data", "hostPath": "/srv/data" }],
  }
}
}
`;

/** Returns a skeleton with one container, and with more values of the container and of the pod. */
export function skeletonOf(container: object, spec: object = {}, rest: object = {}): string {
  const containers = [{ name: 'web', image: 'docker.io/library/nginx:1.27', workdingDir: '', ...container }];
  return JSON.stringify({ kind: 'Pod', ...rest, spec: { containers, ...spec } }, null, 1);
}

/** Reads a text that is a skeleton. */
export function readSkeleton(text: string): PodSkeleton {
  const skeleton = readPodSkeleton(text, 'pod.json');
  if (skeleton === undefined) throw new Error('the text is not a pod skeleton');
  return skeleton;
}

/** Converts a skeleton. */
export function convertedSkeleton(
  text: string,
  accepted: ReadonlyArray<string> = [],
): { manifests: Manifest[]; entries: ReadonlyArray<LossEntry>; of: (key: string) => LossEntry[] } {
  const skeleton = readSkeleton(text);
  const conversion = convertProject(skeleton.project, {
    target: Target.kubernetes('1.30'),
    ...(skeleton.namespace !== undefined && { namespace: skeleton.namespace }),
    accepted: new Map(accepted.map((word) => [word, `accepted by a test of ${word}`])),
  });
  const { entries } = skeleton.reportOf(conversion.report, skeleton.namespace);
  return { manifests: manifestsOf(conversion), entries, of: (key) => entries.filter((entry) => entry.key === key) };
}
