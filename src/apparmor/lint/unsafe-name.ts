import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { profileNameProblem } from '../child-profile';
import type { AppArmorLint } from './lint';

/** Finds a profile name that is not valid everywhere Kubernetes uses it. */
export const unsafeName: AppArmorLint = {
  id: 'unsafe-name',
  severity: Severity.HIGH,
  title: 'the name is not valid in Kubernetes',
  rationale:
    'The name is used in a pod, in an annotation before Kubernetes 1.30, and as a key of a ConfigMap. A path, a space or a glob is not valid in one of these places, and then no container starts under the profile.',
  check: (profile) =>
    profile.name.split('//').flatMap((part) => {
      const problem = profileNameProblem(part);
      if (problem === undefined) return [];
      return [
        {
          line: profile.line,
          message: `the ${problem}`,
          fix: `name the profile after its purpose, such as ${quote(suggestion(part))}`,
        },
      ];
    }),
  good: 'profile web-server flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
  bad: 'profile "/usr/sbin/my server" {\n  include <abstractions/base>\n}',
};

function suggestion(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^[^A-Za-z0-9]+|-$/g, '');
  return safe === '' || safe === 'unconfined' ? 'web' : safe.slice(0, 253);
}
