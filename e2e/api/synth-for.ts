/**
 * Runs an app of this repository as it is, but for the version of Kubernetes that it chooses: that is the one given.
 *
 * Usage: synth-for.ts VERSION PROGRAM; CDK8S_OUTDIR is the output folder. Izuma's kubelet is not a version, and stays the target.
 */
import { resolve } from 'node:path';
import { Target } from '../../src/kubernetes/target';

const [version, program] = process.argv.slice(2);
const choose = Target.kubernetes.bind(Target);
Target.kubernetes = (_, options) => choose(version, options);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what it imports is changed above
require(resolve(program));
