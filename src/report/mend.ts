import type { Finding } from '../policy/finding';
import { isPlainText } from '../kubernetes/yaml/yaml-stream';

/** What a field is set to that a finding is about, by the end of its pointer; where no value fits everybody, there is none. */
const SAFE: ReadonlyArray<[RegExp, unknown]> = [
  [/\/securityContext\/privileged$/, false],
  [/\/securityContext\/allowPrivilegeEscalation$/, false],
  [/\/securityContext\/readOnlyRootFilesystem$/, true],
  [/\/securityContext\/runAsNonRoot$/, true],
  [/\/securityContext\/procMount$/, 'Default'],
  [/\/securityContext\/capabilities\/drop$/, ['ALL']],
  [/\/securityContext\/seccompProfile$/, { type: 'RuntimeDefault' }],
  [/\/securityContext\/seccompProfile\/type$/, 'RuntimeDefault'],
  [/\/spec\/host(Network|PID|IPC|Users)$/, false],
  [/\/(spec\/)?automountServiceAccountToken$/, false],
  [/\/spec\/enableServiceLinks$/, false],
  [/\/spec\/shareProcessNamespace$/, false],
];

/** The mend of a finding as the YAML to set, from the object's top; nothing where it takes more than a value. */
export function mendOf({ path, container }: Finding): string | undefined {
  const safe = SAFE.find(([pattern]) => pattern.test(path));
  if (!safe) return undefined;
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  return `${yamlLines(nested(steps, safe[1], container)).join('\n')}\n`;
}

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** A value below steps. An item of a list is known by its name, as a patch would know it; the pod's first place in another list is as good. */
function nested([step, ...rest]: ReadonlyArray<string>, value: unknown, container: string | undefined): unknown {
  if (step === undefined) return value;
  const [index, ...below] = rest;
  if (!(CONTAINERS.includes(step) && index !== undefined)) return { [step]: nested(rest, value, container) };
  const inner = nested(below, value, container) as object;
  return { [step]: [container === undefined ? inner : { name: container, ...inner }] };
}

/** So little YAML is written, and so often, that no writer is loaded for it. */
function yamlLines(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => yamlLines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`));
  if (typeof value !== 'object' || value === null) return [scalarText(value)];
  return Object.entries(value).flatMap(([key, each]) => {
    const below = yamlLines(each);
    const isScalar = typeof each !== 'object' || each === null;
    return isScalar
      ? [`${scalarText(key)}: ${below.join('')}`]
      : [`${scalarText(key)}:`, ...below.map((line) => `  ${line}`)];
  });
}

/** A text that could be taken for something else stands in quotes, those of JSON, which are YAML's, too. */
function scalarText(value: unknown): string {
  const isPlain = typeof value !== 'string' || (/^[A-Za-z][A-Za-z0-9./-]*$/.test(value) && isPlainText(value));
  return isPlain ? String(value) : JSON.stringify(value);
}
