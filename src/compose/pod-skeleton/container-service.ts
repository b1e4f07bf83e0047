import { quote } from '../../diagnostics/input-error';
import { billionths, bytesOf, ONE } from '../../kubernetes/quantity';
import { keyPath } from '../key-path';
import type { ServiceDefinition } from '../service-definition';
import { healthcheckOf } from './liveness';
import { privilegesOf } from './privileges';
import { represent, type SkeletonContainer } from './skeleton-container';
import { isUnset } from './skeleton-values';

const PULL_POLICIES = { Always: 'always', IfNotPresent: 'missing', Never: 'never' } as const;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const HIGHEST_PORT = 65535;

/** Returns the service of a container, without what it has from its pod. */
export function serviceOf(container: SkeletonContainer): ServiceDefinition {
  const { values, steps } = container;
  const image = values.text([...steps, 'image']);
  if (isUnset(values.at([...steps, 'image'])))
    values.report([...steps, 'image'], 'is missing or empty; must be an image');
  const [entrypoint, command] = [values.texts([...steps, 'command']), values.texts([...steps, 'args'])];
  const pull = values.word([...steps, 'imagePullPolicy'], Object.keys(PULL_POLICIES) as (keyof typeof PULL_POLICIES)[]);
  const folder = workingFolder(container);
  const links = values.texts([...steps, 'external_links']);
  for (const [key, own] of [
    ['image', 'image'],
    ['entrypoint', 'command'],
    ['command', 'args'],
    ['pull_policy', 'imagePullPolicy'],
    ['external_links', 'external_links'],
    ['environment', 'env'],
    ['depends_on', 'depends_on'],
    ['expose', 'ports'],
    ['volumes', 'volumeMounts'],
  ] as const)
    represent(container, key, [own]);
  return {
    ...(image !== undefined && { image }),
    ...(entrypoint.length > 0 && { entrypoint }),
    ...(command.length > 0 && { command }),
    ...(pull !== undefined && { pull_policy: PULL_POLICIES[pull] }),
    ...(folder !== undefined && { working_dir: folder }),
    ...(links.length > 0 && { external_links: links.filter((link) => link !== '') }),
    ...environmentOf(container),
    ...dependenciesOf(container),
    ...portsOf(container),
    ...resourcesOf(container),
    ...privilegesOf(container),
    ...healthcheckOf(container),
  };
}

function workingFolder(container: SkeletonContainer): string | undefined {
  const { values, steps, name } = container;
  const [slip, correct] = [values.text([...steps, 'workdingDir']), values.text([...steps, 'workingDir'])];
  if (slip !== undefined && correct !== undefined)
    values.report([...steps, 'workdingDir'], 'and workingDir are both set: delete one');
  if (slip !== undefined) values.slip(name, [...steps, 'workdingDir'], 'read as workingDir');
  represent(container, 'working_dir', [slip === undefined ? 'workingDir' : 'workdingDir']);
  return slip ?? correct;
}

function environmentOf(container: SkeletonContainer): Pick<ServiceDefinition, 'environment'> {
  const { values, steps, name: service } = container;
  const variables = new Map<string, string>();
  for (const { steps: own, value: variable } of values.items([...steps, 'env'])) {
    const name = values.text([...own, 'name']);
    if (name === undefined) values.report(own, 'has no name; must have one');
    else if (variables.has(name)) values.report(own, `is a second variable ${quote(name)}: delete one`);
    else if (variable['value'] === undefined || variable['value'] === null)
      values.note(service, own, 'unsupported', 'the variable has no value that the skeleton knows: give it one');
    else {
      variables.set(name, values.text([...own, 'value']) ?? '');
      represent(container, keyPath('environment', name), ['env', own.at(-1) ?? 0]);
    }
  }
  return variables.size > 0 ? { environment: Object.fromEntries(variables) } : {};
}

function dependenciesOf(container: SkeletonContainer): Pick<ServiceDefinition, 'depends_on'> {
  const { values, steps } = container;
  const names = values.texts([...steps, 'depends_on']);
  names.forEach((name, i) => {
    represent(container, keyPath('depends_on', name), ['depends_on', i]);
  });
  const dependency = { condition: 'service_started', restart: false, required: true } as const;
  const dependencies = names.filter((name) => name !== '').map((name) => [name, dependency] as const);
  return dependencies.length > 0 ? { depends_on: Object.fromEntries(dependencies) } : {};
}

function portsOf(container: SkeletonContainer): Pick<ServiceDefinition, 'expose'> {
  const { values, steps } = container;
  const expose: string[] = [];
  for (const { steps: own } of values.items([...steps, 'ports'])) {
    const port = values.number([...own, 'containerPort']);
    if (port === undefined || port > HIGHEST_PORT) {
      values.report([...own, 'containerPort'], `must be a number from 1 to ${HIGHEST_PORT}`);
      continue;
    }
    const protocol = values.word([...own, 'protocol'], PROTOCOLS) ?? 'TCP';
    const name = values.text([...own, 'name']);
    represent(container, keyPath('expose', expose.length), ['ports', own.at(-1) ?? 0], {
      ...(name !== undefined && { difference: 'the port has a number, and no name' }),
    });
    expose.push(`${port}/${protocol.toLowerCase()}`);
  }
  return expose.length > 0 ? { expose } : {};
}

/** Reads limits: those of the skeleton have no `limits` around them. */
function resourcesOf(container: SkeletonContainer): Pick<ServiceDefinition, 'cpus' | 'mem_limit'> {
  const { values, steps, name } = container;
  const [cpu, memory] = ['cpu', 'memory'].map((key) => {
    const own = [...steps, 'resources', key];
    const value = values.at(own);
    if (isUnset(value)) return undefined;
    const amount = billionths(value);
    if (amount === undefined || amount <= 0n) {
      values.report(own, `is ${quote(value)}; must be an amount of Kubernetes, such as ${EXAMPLES[key]}`);
      return undefined;
    }
    values.slip(name, own, `read as resources.limits.${key}`);
    return value as string | number;
  });
  represent(container, 'cpus', ['resources', 'cpu']);
  represent(container, 'mem_limit', ['resources', 'memory'], memory === undefined ? { reason: NO_MEMORY } : {});
  return {
    ...(cpu !== undefined && { cpus: Number(billionths(cpu) ?? 0n) / Number(ONE) }),
    ...(memory !== undefined && { mem_limit: Number(bytesOf(String(memory))) }),
  };
}

const EXAMPLES: Readonly<Record<string, string>> = { cpu: '"500m"', memory: '"64Mi"' };
const NO_MEMORY =
  'the skeleton has no limit of memory, so the container gets one of 512Mi: a container without a limit can use up the node';
