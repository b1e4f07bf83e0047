import { Chart, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { join } from 'node:path';

/** Existing app without this library: a workload of cdk8s-plus, and a manifest that was written by hand. */
export class Shop extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop', disableResourceNameHashes: true });
    new kplus.Deployment(this, 'web', {
      replicas: 1,
      containers: [{ image: 'registry.example/shop/web:3.2', portNumber: 8080 }],
    }).exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
    new Include(this, 'till', { url: join(__dirname, 'till.yaml') });
  }
}
