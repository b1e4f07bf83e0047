import { App, Chart, Testing } from 'cdk8s';
import { Image, SecureEdgeApp, Target, type SecureEdgeAppProps } from 'cdk8s-secure-edge';
import { containersOf, podsOf } from '../../src/kubernetes/pods';

export const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
export const image = Image.fromDigest(`ghcr.io/acme/web@${DIGEST}`);
export const REASON = 'for the tests of it';

/** Returns a chart for a version of Kubernetes, or for another target. */
export function chartFor(target: string | Target = '1.27', props: { namespace?: string } = {}): Chart {
  const chart = new Chart(new App(), 'shop', props);
  Target.set(chart, typeof target === 'string' ? Target.parse(target) : target);
  return chart;
}

/** Returns the app "web" in its own chart. */
export function web(props: Partial<SecureEdgeAppProps> = {}, target: string | Target = '1.27'): SecureEdgeApp {
  return new SecureEdgeApp(chartFor(target), 'web', { image, ...props });
}

/** Returns every object of a construct's chart, as it is written. */
export function manifestsOf(construct: SecureEdgeApp | Chart): any[] {
  return Testing.synth(Chart.of(construct));
}

export function manifestOf(construct: SecureEdgeApp | Chart, kind: string, name?: string): any {
  const found = manifestsOf(construct).filter((m) => m.kind === kind && (name ?? m.metadata.name) === m.metadata.name);
  expect(found).toHaveLength(1);
  return found[0];
}

/** Returns the pod or the pod template of an app, with `metadata` and `spec`. */
export function podOf(app: SecureEdgeApp): any {
  return manifestsOf(app).flatMap((m) => podsOf(m))[0]!.template;
}

export function workloadOf(app: SecureEdgeApp): any {
  return manifestOf(app, app.kind, app.name);
}

export function containerOf(app: SecureEdgeApp, name = app.name): any {
  return containersOf(podOf(app).spec).find((c) => c.name === name)?.container;
}

/** Returns the message of the InputError that a call throws. */
export function problemOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  throw new Error('the call did not throw');
}
