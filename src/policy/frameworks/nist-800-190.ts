import type { ControlReference } from '../control';
import { references, type Framework } from './framework';

const SCANNER = 'a scanner of the images, in the registry and before each rollout';
const NODE = "the gateway's own image and its updates";

/** NIST Special Publication 800-190, section 4: countermeasures for the major risks of containers. */
export const NIST_800_190: Framework = {
  name: 'NIST SP 800-190',
  controls: [
    { id: '4.1.1', title: 'Image vulnerabilities', elsewhere: SCANNER },
    {
      id: '4.1.2',
      title: 'Image configuration defects',
      rest: 'content of the image, including its base image: a scanner of the images',
    },
    { id: '4.1.3', title: 'Embedded malware', elsewhere: SCANNER },
    {
      id: '4.1.4',
      title: 'Embedded clear text secrets',
      rest: 'secrets in the layers of images: a scanner of the images',
    },
    {
      id: '4.1.5',
      title: 'Use of untrusted images',
      rest: 'signatures: the admission of the cluster, or the policy of the runtime',
    },
    {
      id: '4.2.1',
      title: 'Insecure connections to registries',
      elsewhere: "the container runtime's registry configuration",
    },
    {
      id: '4.2.2',
      title: 'Stale images in registries',
      rest: 'images that are still in the registry: the retention policy of the registry',
    },
    {
      id: '4.2.3',
      title: 'Insufficient authentication and authorization restrictions',
      elsewhere: "the registry's own accounts",
    },
    {
      id: '4.3.1',
      title: 'Unbounded administrative access',
      rest: "roles that are not in the manifests: the cluster's own roles and bindings",
    },
    { id: '4.3.2', title: 'Unauthorized access', rest: "authentication of people: the API server's configuration" },
    {
      id: '4.3.3',
      title: 'Poorly separated inter-container network traffic',
      rest: "enforcement of policies: the cluster's network plugin",
    },
    {
      id: '4.3.4',
      title: 'Mixing of workload sensitivity levels',
      rest: 'purpose of each node: the enrollment of gateways',
    },
    { id: '4.3.5', title: 'Orchestrator node trust', elsewhere: 'the enrollment and attestation of gateways' },
    { id: '4.4.1', title: 'Vulnerabilities within the runtime software', elsewhere: NODE },
    {
      id: '4.4.2',
      title: 'Unbounded network access from containers',
      rest: "enforcement of policies, and traffic that they do not cover: the cluster's network plugin and firewalls",
    },
    {
      id: '4.4.3',
      title: 'Insecure container runtime configurations',
      rest: "the runtime's own configuration: the gateway's image",
    },
    { id: '4.4.4', title: 'App vulnerabilities', rest: 'behavior of an app at run time: monitoring at run time' },
    {
      id: '4.4.5',
      title: 'Rogue containers',
      rest: 'containers that were not started from the manifests: the admission of the cluster, and the list of the runtime',
    },
    { id: '4.5.1', title: 'Large attack surface', elsewhere: NODE },
    { id: '4.5.2', title: 'Shared kernel', rest: "isolation by a runtime class: the gateway's runtimes" },
    { id: '4.5.3', title: 'Host OS component vulnerabilities', elsewhere: NODE },
    { id: '4.5.4', title: 'Improper user access rights', elsewhere: "the gateway's accounts and their logs" },
    {
      id: '4.5.5',
      title: 'Host file system tampering',
      rest: 'changes of files on the gateway: monitoring of the gateway',
    },
    { id: '4.6', title: 'Hardware countermeasures', rest: 'measured boot and attestation: the enrollment of gateways' },
  ],
};

/** Returns references to controls of the standard. */
export function nist(...ids: string[]): ControlReference[] {
  return references(NIST_800_190, ids);
}
