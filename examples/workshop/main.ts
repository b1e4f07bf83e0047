import { join } from 'node:path';
import { App } from 'cdk8s';
import { ImageLock, ImageMirror } from 'cdk8s-secure-edge';
import { Workshop } from './workshop';

const app = new App();
ImageMirror.set(app, ImageMirror.at('registry.plant.example/mirror', { pullSecrets: ['plant-registry'] }));
new Workshop(app, 'workshop', {
  gateway: 'workshop-3',
  controllers: ['192.168.10.0/24'],
  images: ImageLock.fromFile(join(__dirname, 'images.lock.json')),
});
app.synth();
