import { NAME_LABEL } from '../../edge/app-manifests';
import { quote } from '../../diagnostics/input-error';
import {
  APPARMOR_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from '../../kubernetes/confinement';
import { secretIn } from '../../kubernetes/secrets/secret-value';
import { labelKey, labelValue, plainText } from '../../kubernetes/syntax';
import { literal } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const METADATA = 'spec.template.metadata';

/** Annotations that would replace the profiles of the app. */
const CONFINEMENT = [APPARMOR_ANNOTATION, SECCOMP_POD_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION];

export const labelKeys: KeyGroup = {
  title: 'Labels and annotations',
  rows: {
    labels: {
      becomes: '`labels` of the app if Kubernetes accepts them, otherwise `podAnnotations`',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported'],
      notes: 'A value that looks like a secret is left out.',
    },
    label_file: {
      becomes: 'As `labels`',
      outcomes: ['converted'],
      notes: 'The file is read once, during the conversion.',
    },
    annotations: {
      becomes: '`podAnnotations`',
      outcomes: ['converted', 'refused', 'unsupported'],
      notes: 'A value that looks like a secret is left out.',
    },
    'deploy.labels': {
      becomes: 'As `labels`',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported'],
      notes: 'Compose sets them on the service, and Kubernetes on the pods, too.',
    },
  },
  convert: (service) => {
    const { labels = {}, annotations = {}, deploy, label_file: files = [] } = service.definition;
    for (const [key, value] of Object.entries(labels)) convertLabel(service, keyPath('labels', key), key, value);
    for (const [key, value] of Object.entries(deploy?.labels ?? {}))
      convertLabel(service, keyPath('deploy', 'labels', key), key, value);
    for (const [key, value] of Object.entries(annotations))
      annotate(service, keyPath('annotations', key), key, value, undefined);
    files.forEach((_, i) => {
      service.report.converted(keyPath('label_file', i), `${METADATA}.labels`);
    });
  },
};

function convertLabel(service: ServiceConversion, path: string, key: string, value: string): void {
  const { app, report } = service;
  const isLabel = labelKey('label', key) === undefined && labelValue('label', value) === undefined;
  if (isLabel && key !== NAME_LABEL && secretIn(key, value) === undefined) {
    app.put('labels', key, literal(value));
    report.converted(path, `${METADATA}.labels`);
  } else annotate(service, path, key, value, 'an annotation, because Kubernetes does not accept it as a label');
}

function annotate(
  { app, report }: ServiceConversion,
  path: string,
  key: string,
  value: string,
  difference: string | undefined,
): void {
  const field = `${METADATA}.annotations`;
  const problem = labelKey('key', key) ?? plainText(`value of ${quote(key)}`, value);
  const secret = secretIn(key, value);
  if (secret !== undefined)
    report.refused(
      path,
      `the value is ${secret}, and everyone who can read pods can read their labels and annotations`,
    );
  else if (problem !== undefined) report.unsupported(path, problem);
  else if (CONFINEMENT.some((prefix) => key.startsWith(prefix)))
    report.unsupported(path, 'profiles of pods are set by security_opt');
  else {
    app.put('podAnnotations', key, literal(value));
    if (difference === undefined) report.converted(path, field);
    else report.approximated(path, field, difference);
  }
}
