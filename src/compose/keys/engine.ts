import { keyPath } from '../key-path';
import type { ServiceDefinition } from '../service-definition';
import type { KeyGroup, KeyRow } from './key-group';

/** Reason why models are left out, of services and of the project. */
export const NO_MODELS =
  'Kubernetes runs no models: run a server of the model as a service, and set its address as a variable';

interface EngineKey {
  readonly key: keyof ServiceDefinition;
  readonly becomes: string;
  readonly isByDesign: boolean;
  readonly reason: string;
}

/** Keys of the engine and of development, which no pod needs. */
const KEYS: ReadonlyArray<EngineKey> = [
  {
    key: 'attach',
    becomes: 'Nothing: `kubectl logs` shows the output of a pod',
    isByDesign: true,
    reason: 'kubectl logs shows the output of a pod',
  },
  {
    key: 'extends',
    becomes: 'The values of the other service',
    isByDesign: true,
    reason: 'the values of the other service are those of this one',
  },
  {
    key: 'develop',
    becomes: 'Nothing: it is for development',
    isByDesign: true,
    reason: 'it is for development, and not for gateways',
  },
  {
    key: 'profiles',
    becomes: 'Nothing: they select the services that are converted',
    isByDesign: true,
    reason: 'profiles select the services that are converted: this one is selected',
  },
  {
    key: 'logging',
    becomes: 'Nothing: the kubelet keeps the logs of containers',
    isByDesign: false,
    reason: 'the kubelet keeps and rotates the logs of containers: configure it, or run a log agent on the node',
  },
  {
    key: 'models',
    becomes: 'Nothing: Kubernetes runs no models',
    isByDesign: false,
    reason: NO_MODELS,
  },
  {
    key: 'umask',
    becomes: 'Nothing: Kubernetes does not set the mask of a process',
    isByDesign: false,
    reason: 'Kubernetes does not set the mask of a process: set it in the program of the image',
  },
  {
    key: 'provider',
    becomes: 'Nothing: an extension of the engine runs the service',
    isByDesign: false,
    reason: 'an extension of the engine runs the service, and not a container',
  },
];

export const engineKeys: KeyGroup = {
  title: 'Engine and development',
  rows: Object.fromEntries(
    KEYS.map(({ key, becomes, isByDesign }): [string, KeyRow] => [
      key,
      { becomes, outcomes: [isByDesign ? 'by-design' : 'unsupported'], notes: '' },
    ]),
  ),
  convert: ({ definition, report }) => {
    for (const key of Object.keys(definition.extensions ?? {}))
      report.byDesign(keyPath(key), 'an extension of the file, which the engine ignores, too');
    for (const { key, isByDesign, reason } of KEYS) {
      if (definition[key] === undefined) continue;
      if (isByDesign) report.byDesign(key, reason);
      else report.unsupported(key, reason);
    }
  },
};
