import { App, Chart, Testing } from 'cdk8s';
import { Image, SecureEdgeApp, Target, type SecureEdgeAppProps } from 'cdk8s-secure-edge';
import { containersOf, podsOf } from '../../src/kubernetes/pods';

export const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
export const image = Image.fromDigest(`ghcr.io/acme/web@${DIGEST}`);
export const REASON = 'for the tests of it';

/** A chart of a version of Kubernetes, or of another target. */
export function chartFor(target: string | Target = '1.27', props: { namespace?: string } = {}): Chart {
  const chart = new Chart(new App(), 'shop', props);
  Target.set(chart, typeof target === 'string' ? Target.parse(target) : target);
  return chart;
}

/** The app "web" in a chart of its own. */
export function web(props: Partial<SecureEdgeAppProps> = {}, target: string | Target = '1.27'): SecureEdgeApp {
  return new SecureEdgeApp(chartFor(target), 'web', { image, ...props });
}

/** Every object of a construct's chart, as it is written. */
export function manifestsOf(construct: SecureEdgeApp | Chart): any[] {
  return Testing.synth(Chart.of(construct));
}

export function manifestOf(construct: SecureEdgeApp | Chart, kind: string, name?: string): any {
  const found = manifestsOf(construct).filter((m) => m.kind === kind && (name ?? m.metadata.name) === m.metadata.name);
  expect(found).toHaveLength(1);
  return found[0];
}

/** The one pod, or pod template, of an app: what holds `metadata` and `spec`. */
export function podOf(app: SecureEdgeApp): any {
  const [pod] = manifestsOf(app).flatMap((m) => podsOf(m));
  return pod.template;
}

export function workloadOf(app: SecureEdgeApp): any {
  return manifestOf(app, app.kind, app.name);
}

export function containerOf(app: SecureEdgeApp, name = app.name): any {
  return containersOf(podOf(app).spec).find((c) => c.name === name)?.container;
}

/** The message that a call throws, which must be an author's own mistake. */
export function problemOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
