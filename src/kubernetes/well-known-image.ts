import { imageReference } from './image-reference';

/** Facts about a public image, as its own Dockerfile and entrypoint say. */
export interface WellKnownImage {
  /** User of the image: a number, the name of a user, or `root`. A kubelet cannot compare a name with user 0. */
  readonly user: number | string;
  /** User and group that the image can run as, if its own user is root or has only a name. */
  readonly runsAs?: number;
  /** Folders outside `/tmp` that it writes to. */
  readonly writes: ReadonlyArray<string>;
  /** Port below 1024 that it listens on by default. */
  readonly lowPort?: number;
  /** Image that needs less. */
  readonly instead?: string;
}

/**
 * Public images, by the end of their repository. Source: the Dockerfile and the entrypoint in the repository of each image, and
 * for those without an owner the history of each layer in docker-library/repo-info.
 */
const IMAGES: ReadonlyMap<string, WellKnownImage> = new Map<string, WellKnownImage>([
  ...['alpine', 'bash', 'busybox', 'debian', 'fedora', 'golang', 'node', 'openjdk', 'php'].map(plain),
  ...['eclipse-temurin', 'python', 'rockylinux', 'almalinux', 'ruby', 'rust', 'traefik', 'ubuntu'].map(plain),
  [
    'apache/kafka',
    { user: 'appuser', runsAs: 1000, writes: ['/opt/kafka/config', '/opt/kafka/logs', '/var/lib/kafka/data'] },
  ],
  ['caddy', { user: 'root', writes: ['/config', '/data'], lowPort: 80 }],
  ['cassandra', { user: 'root', runsAs: 999, writes: ['/etc/cassandra', '/var/lib/cassandra', '/var/log/cassandra'] }],
  ['eclipse-mosquitto', { user: 'root', runsAs: 1883, writes: ['/mosquitto/data', '/mosquitto/log'] }],
  ['elasticsearch/elasticsearch', elastic('elasticsearch')],
  ['elasticsearch', elastic('elasticsearch')],
  ['kibana/kibana', elastic('kibana')],
  ['kibana', elastic('kibana')],
  ['emqx/emqx', { user: 'emqx', runsAs: 1000, writes: ['/opt/emqx/data', '/opt/emqx/log'] }],
  ['emqx', { user: 'emqx', runsAs: 1000, writes: ['/opt/emqx/data', '/opt/emqx/log'] }],
  [
    'gitea/gitea',
    { user: 'root', writes: ['/data', '/etc/s6'], instead: 'gitea/gitea with a tag that ends in -rootless' },
  ],
  ['grafana/grafana', { user: 472, writes: ['/var/lib/grafana'] }],
  ['grafana/loki', { user: 10001, writes: ['/loki'] }],
  ['haproxy', { user: 'haproxy', runsAs: 99, writes: [] }],
  ['hashicorp/consul', { user: 'root', runsAs: 100, writes: ['/consul/data'] }],
  ['hashicorp/vault', { user: 'root', runsAs: 100, writes: ['/vault/file', '/vault/logs'] }],
  ['httpd', { user: 'root', runsAs: 33, writes: ['/usr/local/apache2/logs'], lowPort: 80 }],
  ['influxdb', { user: 'root', runsAs: 1000, writes: ['/etc/influxdb2', '/var/lib/influxdb2'] }],
  ['jenkins/jenkins', { user: 'jenkins', runsAs: 1000, writes: ['/var/jenkins_home'] }],
  ['keycloak/keycloak', { user: 1000, writes: ['/opt/keycloak/data', '/opt/keycloak/lib/quarkus'] }],
  ['mariadb', { user: 'root', runsAs: 999, writes: ['/run/mysqld', '/var/lib/mysql'] }],
  ['memcached', { user: 'memcache', runsAs: 11211, writes: [] }],
  ['minio/minio', { user: 'root', runsAs: 1000, writes: ['/data'] }],
  ['mongo', { user: 'root', runsAs: 999, writes: ['/data/configdb', '/data/db'] }],
  ['mysql', { user: 'root', runsAs: 999, writes: ['/var/lib/mysql', '/var/lib/mysql-files', '/var/run/mysqld'] }],
  ['nextcloud', { user: 'root', runsAs: 33, writes: ['/var/run/apache2', '/var/www/html'], lowPort: 80 }],
  [
    'nginx',
    {
      user: 'root',
      writes: ['/var/cache/nginx', '/var/run'],
      lowPort: 80,
      instead: 'nginxinc/nginx-unprivileged, on port 8080',
    },
  ],
  ['nginxinc/nginx-unprivileged', { user: 101, writes: [] }],
  ['nodered/node-red', { user: 'node-red', runsAs: 1000, writes: ['/data'] }],
  ['portainer/portainer-ce', { user: 'root', writes: ['/data'] }],
  ['postgres', { user: 'root', runsAs: 999, writes: ['/var/lib/postgresql', '/var/run/postgresql'] }],
  ['prom/alertmanager', { user: 'nobody', runsAs: 65534, writes: ['/alertmanager'] }],
  ['prom/blackbox-exporter', { user: 'root', runsAs: 65534, writes: [] }],
  ['prom/node-exporter', { user: 'nobody', runsAs: 65534, writes: [] }],
  ['prom/prometheus', { user: 'nobody', runsAs: 65534, writes: ['/prometheus'] }],
  ['prom/pushgateway', { user: 65534, writes: [] }],
  ['rabbitmq', { user: 'root', runsAs: 999, writes: ['/var/lib/rabbitmq', '/var/log/rabbitmq'] }],
  ['redis', { user: 'root', runsAs: 999, writes: ['/data'] }],
  ['registry', { user: 'root', runsAs: 1000, writes: ['/var/lib/registry'] }],
  ['sonatype/nexus3', { user: 'nexus', runsAs: 200, writes: ['/nexus-data', '/opt/sonatype'] }],
  ['tomcat', { user: 'root', writes: ['/usr/local/tomcat/logs', '/usr/local/tomcat/temp', '/usr/local/tomcat/work'] }],
  ['wordpress', { user: 'root', runsAs: 33, writes: ['/var/run/apache2', '/var/www/html'], lowPort: 80 }],
  ['zookeeper', { user: 'root', runsAs: 1000, writes: ['/conf', '/data', '/datalog', '/logs'] }],
]);

function plain(name: string): [string, WellKnownImage] {
  return [name, { user: 'root', writes: [] }];
}

function elastic(name: string): WellKnownImage {
  const home = `/usr/share/${name}`;
  return {
    user: 1000,
    writes: name === 'kibana' ? [`${home}/data`] : [`${home}/config`, `${home}/data`, `${home}/logs`],
  };
}

/**
 * Returns the facts about an image, or undefined if it is not known. An image of Docker's library is known in every registry
 * that mirrors it: `nginx`, `docker.io/library/nginx`, `registry.example/library/nginx` and `registry.example/nginx`.
 */
export function wellKnownImage(image: string): WellKnownImage | undefined {
  const { repository, registry } = imageReference(image);
  const path = registry === undefined ? repository : repository.slice(registry.length + 1);
  const steps = path.split('/');
  const owner = steps.at(-2);
  const name = steps.at(-1) ?? '';
  if (owner !== undefined && owner !== 'library') return IMAGES.get(`${owner}/${name}`);
  return IMAGES.get(name);
}
