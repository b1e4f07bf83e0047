import { App } from 'cdk8s';
import { Hardening, Target } from 'cdk8s-secure-edge';
import { Shop } from './shop';

const app = new App();
Target.set(app, Target.kubernetes('1.27'));
new Shop(app, 'shop');
app.with(new Hardening());
app.synth();
