/** Values that the pages' examples use without declaring them. Each is made when an example first reads it. */
import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, PodSecurity } from 'cdk8s-secure-edge';

export const app = new App();
export const other = new App({ outdir: 'other' });
export const chart = new Chart(app, 'chart');
export const image = Image.fromDigest(`ghcr.io/acme/web:1.4@sha256:${'2c'.repeat(32)}`);
export const shop = new EdgeNamespace(chart, 'shop');
export const clients = new EdgeNamespace(new Chart(app, 'parsec'), 'clients', {
  podSecurity: PodSecurity.privileged("the clients mount Parsec's socket folder"),
});
