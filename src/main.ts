import { App, Chart } from 'cdk8s';
import { BobAndAlice, NodeAppArmor, SecurityDemo, Target } from './index';

const app = new App();

const demo = new Chart(app, 'demo');
Target.set(demo, Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }));
new SecurityDemo(demo, 'demo');

const bobAndAlice = new Chart(app, 'bob-and-alice');
Target.set(bobAndAlice, Target.izumaEdge());
new BobAndAlice(bobAndAlice, 'edge', { gateway: 'gateway-1' });

app.synth();
