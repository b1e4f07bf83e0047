import { App, Chart } from 'cdk8s';
import { BobAndAlice, IdentityRegistry, NodeAppArmor, SecurityDemo, Target } from './index';

/** Node that Bob and Alice run on: `GATEWAY=0161f6d1c2e5 npm run synth`. */
const gateway = process.env['GATEWAY'] ?? 'gateway-1';

const app = new App();

const demo = new Chart(app, 'demo');
Target.set(demo, Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }));
new SecurityDemo(demo, 'demo');

const bobAndAlice = new Chart(app, 'bob-and-alice');
Target.set(bobAndAlice, Target.izumaEdge());
const registry = IdentityRegistry.fromFile(IdentityRegistry.DEFAULT_FILE);
new BobAndAlice(bobAndAlice, 'edge', { gateway, registry });

app.synth();
