import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { workOf } from '../work';
import { findingsOf } from './judging';
import { richContainer, richPod } from './rich-pod';

test('the work for a pod grows linearly with its content', () => {
  const pod = (size: number): ManifestDocument => {
    const each: any = structuredClone(richPod());
    const names = Array.from({ length: size }, (_, i) => `c${i}`);
    each.spec.containers = names.map(richContainer);
    each.spec.volumes = names.map((name) => ({ name, nfs: {} }));
    for (const name of names)
      each.metadata.annotations[`container.apparmor.security.beta.kubernetes.io/${name}`] = 'unconfined';
    return new ManifestDocument({ value: each });
  };
  const work = (size: number): number => {
    const manifests = [pod(size)];
    return workOf(() => findingsOf(BuiltInRules.all(), manifests));
  };
  work(50);
  const [small, large] = [work(200), work(400)];
  expect(large / small).toBeLessThan(2.2);
});
