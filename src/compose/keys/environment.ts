import { quote } from '../../diagnostics/input-error';
import { secretsInVariable } from '../../kubernetes/secrets/text-secrets';
import { envName, plainText } from '../../kubernetes/syntax';
import { construct, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import { mountsParsec } from '../storage/bind-mount';
import { movedText, readFromSecret } from './env-secret';
import type { KeyGroup } from './key-group';
import { withoutExpansion } from './kubernetes-expansion';

const PARSEC_ENDPOINT = 'PARSEC_SERVICE_ENDPOINT';

const FIELD = 'spec.template.spec.containers[].env';

export const environmentKeys: KeyGroup = {
  title: 'Environment',
  rows: {
    environment: {
      becomes: '`env`; a value that looks like a secret becomes a reference to a Secret',
      outcomes: ['converted', 'approximated', 'unsupported', 'by-design'],
      notes:
        'The Secret `SERVICE-env` must be created before the manifests are applied. `--accept plain-secret` keeps the values in the manifests.',
    },
    env_file: {
      becomes: '`env`, as `environment`',
      outcomes: ['converted', 'by-design'],
      notes: 'The file is read once, during the conversion.',
    },
  },
  convert: (service) => {
    const { environment = {}, env_file: files = [] } = service.definition;
    for (const [name, value] of Object.entries(environment)) convertVariable(service, name, value);
    files.forEach((_, i) => {
      service.report.converted(keyPath('env_file', i), FIELD);
    });
    if (service.definition.environment !== undefined && Object.keys(environment).length === 0)
      service.report.byDesign('environment', 'the list is empty');
    if (service.definition.env_file !== undefined && files.length === 0)
      service.report.byDesign('env_file', 'the list is empty');
  },
};

function convertVariable(service: ServiceConversion, name: string, value: string | null): void {
  const { container, report } = service;
  const key = keyPath('environment', name);
  if (value === null) {
    report.byDesign(key, 'the variable has no value, neither in a file nor in the environment, so it stays unset');
    return;
  }
  if (name === PARSEC_ENDPOINT && mountsParsec(service.definition)) {
    report.byDesign(key, 'the client of Parsec gets the variable from its host');
    return;
  }
  const problem = envName(`variable`, name) ?? plainText(`value of ${quote(name)}`, value);
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  const secrets = secretsInVariable(name, value);
  if (secrets.length === 0) {
    container.put('env', name, literal(withoutExpansion(value)));
    report.converted(key, FIELD);
    return;
  }
  const reason = report.acceptance('plain-secret');
  if (reason === undefined && service.options.installation !== undefined) {
    report.weaker(
      key,
      'plain-secret',
      FIELD,
      'a secret, which would be readable in the file of the pod, because a kubelet without a cluster has no Secrets: let the program read it from a file of the package',
    );
    return;
  }
  if (reason === undefined) {
    readFromSecret(service, name);
    report.approximated(key, `${FIELD}[].valueFrom.secretKeyRef`, `a secret, so it is ${movedText(service, name)}`);
    return;
  }
  container.put('env', name, literal(withoutExpansion(value)));
  for (const { name: part } of secrets)
    service.app.add(
      'acknowledgements',
      construct(
        'Acknowledgement',
        literal({
          rule: 'no-plain-secret-env',
          reason,
          container: service.name,
          value: part === undefined ? name : `${name}: ${part}`,
        }),
      ),
    );
  report.accepted(key, FIELD, reason);
}
