import { examplePod } from '../../../../src/policy/example';

function configMap(name: string, data: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data:
${data
  .trim()
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
}

/** Manifests in the form of what public charts render, without a secret in them. */
export const CHARTS: Readonly<Record<string, ReadonlyArray<string>>> = {
  'ingress controller': [
    examplePod({
      container: `args:
  - /nginx-ingress-controller
  - --publish-service=$(POD_NAMESPACE)/ingress-controller
  - --election-id=ingress-leader
  - --controller-class=k8s.io/ingress
  - --configmap=$(POD_NAMESPACE)/ingress-controller
  - --default-ssl-certificate=$(POD_NAMESPACE)/wildcard-tls
  - -default-server-tls-secret=$(POD_NAMESPACE)/default-server-secret
  - -wildcard-tls-secret=edge/wildcard
  - --validating-webhook-key=/usr/local/certificates/key
env: [{name: LD_PRELOAD, value: /usr/local/lib/libmimalloc.so}]`,
    }),
    examplePod({
      metadata: `annotations:
  nginx.ingress.kubernetes.io/auth-secret: basic-auth
  nginx.ingress.kubernetes.io/auth-tls-secret: edge/ca
  nginx.ingress.kubernetes.io/auth-realm: Authentication Required - foo`,
    }),
  ],
  'certificate manager': [
    examplePod({
      container: `args:
  - --v=2
  - --cluster-resource-namespace=$(POD_NAMESPACE)
  - --leader-election-namespace=kube-system
  - --dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)
  - --dynamic-serving-ca-secret-name=cert-manager-webhook-ca
  - --webhook-ca-secret=cert-manager-webhook-ca
  - --acme-http01-solver-image=registry.example/acmesolver:v1.17.1
  - --tls-private-key-file=/tls/tls.key
  - --enable-certificate-owner-ref=true`,
    }),
  ],
  dashboards: [
    examplePod({
      container: `env:
  - {name: GF_SECURITY_ADMIN_USER, valueFrom: {secretKeyRef: {name: grafana, key: admin-user}}}
  - {name: GF_SECURITY_ADMIN_PASSWORD, valueFrom: {secretKeyRef: {name: grafana, key: admin-password}}}
  - {name: GF_PATHS_DATA, value: /var/lib/grafana/}
  - {name: GF_AUTH_GENERIC_OAUTH_TOKEN_URL, value: "https://id.example/token"}
  - {name: GF_AUTH_TOKEN_ROTATION_INTERVAL_MINUTES, value: "10"}
  - {name: REQ_USERNAME, value: admin}`,
    }),
    configMap(
      'grafana',
      `grafana.ini: |
  [auth.generic_oauth]
  client_secret = $__file{/etc/secrets/client_secret}
  token_url = https://id.example/token
  [security]
  admin_password = $__env{ADMIN_PASSWORD}
  disable_gravatar = true
datasources.yaml: |
  datasources:
    - name: Prometheus
      type: prometheus
      secureJsonData:
        password: \${DB_PASSWORD}
      access: proxy`,
    ),
  ],
  'identity provider': [
    examplePod({
      container: `env:
  - {name: KC_HOSTNAME, value: id.example}
  - {name: KC_DB_URL, value: "jdbc:postgresql://db.example/keycloak"}
  - {name: KC_DB_PASSWORD_FILE, value: /opt/secrets/db-password}
  - {name: KEYCLOAK_EXTRA_ARGS, value: "--spi-login-protocol-openid-connect-legacy-logout-redirect-uri=true"}
  - {name: KC_HTTPS_CERTIFICATE_KEY_FILE, value: /opt/tls/tls.key}
  - {name: KC_SPI_HOSTNAME_V2_ENABLED, value: "true"}
  - {name: KC_FEATURES, value: "token-exchange,admin-fine-grained-authz"}
args: [start, --optimized, --spi-sticky-session-encoder-infinispan-should-attach-route=false]`,
    }),
  ],
  'relational database': [
    examplePod({
      container: `env:
  - {name: POSTGRES_USER, value: app}
  - {name: POSTGRES_PASSWORD_FILE, value: /opt/secrets/password}
  - {name: POSTGRESQL_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
  - {name: ALLOW_EMPTY_PASSWORD, value: "no"}
  - {name: POSTGRESQL_ENABLE_TLS, value: "no"}
  - {name: PGPASSFILE, value: /tmp/pgpass}
livenessProbe: {exec: {command: [/bin/sh, -c, 'exec pg_isready -U "app" -d "dbname=app" -h 127.0.0.1 -p 5432']}}
lifecycle: {preStop: {exec: {command: [/bin/sh, -c, 'PGPASSWORD="$(cat /opt/secrets/password)" psql -c CHECKPOINT']}}}`,
    }),
    configMap(
      'init',
      `init.sql: |
  CREATE ROLE app LOGIN PASSWORD :'password';
  GRANT ALL ON DATABASE app TO app;
init.sh: |
  #!/bin/bash
  set -e
  export PGPASSWORD="$POSTGRES_PASSWORD"
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -c "ALTER USER app PASSWORD '$APP_PASSWORD'"`,
    ),
  ],
  'key-value store': [
    examplePod({
      container: `env:
  - {name: REDIS_REPLICATION_MODE, value: master}
  - {name: REDIS_PASSWORD_FILE, value: /opt/secrets/redis-password}
  - {name: REDIS_TLS_ENABLED, value: "no"}
command: [/bin/bash]
args: [-c, /opt/scripts/start-scripts/start-master.sh]
livenessProbe: {exec: {command: [sh, -c, /health/ping_liveness_local.sh 5]}}`,
    }),
    configMap(
      'redis',
      `redis.conf: |
  # requirepass foobared
  appendonly yes
  save ""
ping_liveness_local.sh: |
  #!/bin/bash
  [[ -f $REDIS_PASSWORD_FILE ]] && export REDIS_PASSWORD="$(< "\${REDIS_PASSWORD_FILE}")"
  [[ -n "$REDIS_PASSWORD" ]] && export REDISCLI_AUTH="$REDIS_PASSWORD"
  response=$(timeout -s 15 $1 redis-cli -h localhost -p $REDIS_PORT ping)
  if [ "$response" != "PONG" ]; then exit 1; fi`,
    ),
  ],
  'delivery server': [
    configMap(
      'argocd-cm',
      `admin.enabled: "true"
application.instanceLabelKey: argocd.argoproj.io/instance
exec.enabled: "false"
users.session.duration: 24h
accounts.ci: apiKey
timeout.reconciliation: 180s
oidc.config: |
  name: id
  issuer: https://id.example
  clientID: argocd
  clientSecret: $oidc.clientSecret
  requestedScopes: [openid, profile]
repositories: |
  - url: https://git.example/edge/apps.git
    passwordSecret:
      name: repo
      key: password
    usernameSecret:
      name: repo
      key: username
dex.config: |
  connectors:
    - type: github
      config:
        clientSecret: $dex.github.clientSecret`,
    ),
    examplePod({
      container:
        'env: [{name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: redis, key: auth}}}, {name: ARGOCD_API_SERVER_REPLICAS, value: "1"}]\nargs: [--redis, "redis:6379", --token-refresh-interval, 10m]',
    }),
  ],
  monitoring: [
    examplePod({
      container: `args:
  - --config.file=/etc/prometheus/prometheus.yml
  - --storage.tsdb.retention.time=15d
  - --web.config.file=/etc/prometheus/web.yml
  - --kubelet-service=kube-system/kubelet
  - --secret-field-selector=type!=kubernetes.io/service-account-token
  - --secret-label-selector=app=prometheus`,
    }),
    configMap(
      'prometheus',
      `prometheus.yml: |
  scrape_configs:
    - job_name: nodes
      bearer_token_file: /var/run/secrets/kubernetes.io/serviceaccount/token
      tls_config:
        ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
        insecure_skip_verify: true
      basic_auth:
        username: scraper
        password_file: /etc/secrets/password
      authorization:
        credentials_file: /etc/secrets/token
      relabel_configs:
        - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
          target_label: __metrics_path__
rules.yml: |
  groups:
    - name: tokens
      rules:
        - alert: TokenExpires
          expr: vault_token_ttl_seconds < 3600
          annotations:
            summary: The token of {{ $labels.instance }} expires`,
    ),
  ],
  'injector of secrets': [
    examplePod({
      metadata: `annotations:
  vault.hashicorp.com/agent-inject: "true"
  vault.hashicorp.com/role: sensor
  vault.hashicorp.com/agent-inject-secret-password: secret/data/sensor
  vault.hashicorp.com/agent-inject-token: "true"
  vault.hashicorp.com/agent-inject-template-password: |
    {{- with secret "secret/data/sensor" -}}
    {{ .Data.data.password }}
    {{- end }}`,
      container: `env:
  - {name: AGENT_INJECT_VAULT_ADDR, value: "https://vault.example:8200"}
  - {name: AGENT_INJECT_TLS_SECRET_NAME, value: vault-tls}
  - {name: VAULT_TOKEN, value: "vault:login"}
  - {name: DB_PASSWORD, value: "vault:secret/data/db#password"}
  - {name: VAULT_CACERT, value: /vault/tls/ca.crt}`,
    }),
  ],
  'authenticating proxy': [
    examplePod({
      container: `args:
  - --http-address=0.0.0.0:4180
  - --provider=oidc
  - --client-secret-file=/etc/oauth/client-secret
  - --cookie-secret=$(COOKIE_SECRET)
  - --cookie-name=_oauth2_proxy
  - --cookie-refresh=1h
  - --pass-access-token=true
  - --pass-authorization-header=true
  - --pass-basic-auth=false
  - --set-authorization-header=true
  - --upstream=http://127.0.0.1:8080
  - --skip-provider-button=true
  - --redis-connection-url=redis://redis:6379
env:
  - {name: OAUTH2_PROXY_CLIENT_ID, value: edge}
  - {name: OAUTH2_PROXY_CLIENT_SECRET, valueFrom: {secretKeyRef: {name: oauth, key: secret}}}
  - {name: OAUTH2_PROXY_PASS_ACCESS_TOKEN, value: "true"}
  - {name: OAUTH2_PROXY_COOKIE_SECRET, value: "$(COOKIE_SECRET)"}`,
    }),
  ],
  'operator with web hooks': [
    examplePod({
      container: `args: [--leader-elect, --metrics-secure=true, --webhook-cert-path=/tmp/k8s-webhook-server/serving-certs, --token-request-ttl=10m]
env:
  - {name: WATCH_NAMESPACE, value: ""}
  - {name: OPERATOR_NAME, value: secret-operator}
  - {name: CA_BUNDLE_SECRET, value: operator-ca}
  - {name: DEFAULT_CREDENTIALS_SECRET, value: cloud-credentials}
  - {name: KUBECONFIG_SECRET_KEY, value: kubeconfig}
  - {name: TOKEN_AUDIENCES, value: "https://kubernetes.default.svc"}`,
    }),
  ],
  'object store': [
    examplePod({
      container: `env:
  - {name: MINIO_ROOT_PASSWORD_FILE, value: /etc/secrets/root-password}
  - {name: MINIO_PROMETHEUS_AUTH_TYPE, value: public}
  - {name: MINIO_SERVER_ACCESS_KEY_FILE, value: /etc/secrets/access-key}
  - {name: AWS_REGION, value: eu-central-1}
  - {name: AWS_WEB_IDENTITY_TOKEN_FILE, value: /var/run/secrets/eks.amazonaws.com/serviceaccount/token}
  - {name: S3_BUCKET_KEY_PREFIX, value: backups}
args: [server, /data, --console-address, ":9001", --certs-dir, /etc/minio/certs]`,
    }),
  ],
};
