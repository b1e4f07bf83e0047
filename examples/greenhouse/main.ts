import { join } from 'node:path';
import { App } from 'cdk8s';
import { ImageLock } from 'cdk8s-secure-edge';
import { Greenhouse } from './greenhouse';

const app = new App();
new Greenhouse(app, 'greenhouse', {
  gateway: 'greenhouse-7',
  images: ImageLock.fromFile(join(__dirname, 'images.lock.json')),
});
app.synth();
