import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project web-database. */
export class WebDatabase extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: networks.front, networks.back.internal, volumes.db-data and secrets.db_password.file: the
    //   converter does not read this value
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (web, db and cache)
    // Left out: user: the converter does not read this value (web, db and cache)
    // Left out: restart: the converter does not read this value (web, db and cache)
    // Left out: networks.back: the converter does not read this value (web, db and cache)

    const namespace = new EdgeNamespace(this, 'web-database');

    // Left out: ports[0].target, ports[0].published, ports[0].protocol, ports[0].mode, secrets[0].source,
    //   depends_on.db.condition, depends_on.db.required, depends_on.cache.condition,
    //   depends_on.cache.required, healthcheck.test[0], healthcheck.test[1], healthcheck.test[2],
    //   healthcheck.test[3], healthcheck.interval, healthcheck.timeout, healthcheck.start_period and
    //   networks.front: the converter does not read this value
    new SecureEdgeApp(namespace, 'web', {
      image: Image.fromTag('ghcr.io/acme/orders:4.2.1', TAG_REASON),
      env: { DATABASE_HOST: 'db', DATABASE_NAME: 'orders', CACHE_URL: 'redis://cache:6379/0', LOG_LEVEL: 'info' },
    });

    // Left out: secrets[0].source, volumes[0].target, volumes[0].source, volumes[0].type, tmpfs[0],
    //   expose[0], healthcheck.test[0], healthcheck.test[1], healthcheck.interval, healthcheck.timeout,
    //   healthcheck.retries, shm_size, mem_limit and cpus: the converter does not read this value
    new SecureEdgeApp(namespace, 'db', {
      image: Image.fromTag('docker.io/library/postgres:16.4', TAG_REASON),
      env: { POSTGRES_DB: 'orders', POSTGRES_USER: 'orders', POSTGRES_PASSWORD_FILE: '/run/secrets/db_password' },
    });

    // Left out: expose[0], read_only and mem_limit: the converter does not read this value
    new SecureEdgeApp(namespace, 'cache', {
      image: Image.fromTag('docker.io/library/redis:7.4-alpine', TAG_REASON),
      args: ['redis-server', '--save', '', '--appendonly', 'no'],
    });
  }
}

const app = new App();
new WebDatabase(app, 'web-database');
app.synth();
