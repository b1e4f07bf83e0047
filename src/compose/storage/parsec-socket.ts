import { PARSEC_FOLDER } from '../../host/parsec';
import { call, literal, object } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';
import { numberedUser, registeredUser } from '../keys/user';
import { MOUNT_FIELD, reportConverted } from './mount';
import type { Mount } from '../service-definition';

/** Converts the mount of Parsec's socket, or of its folder: the app becomes a client of Parsec. */
export function convertParsecSocket(service: ServiceConversion, key: string, { target }: Mount): void {
  const { form, report, options } = service;
  const user = userOf(service);
  if (user === undefined) {
    report.refused(
      key,
      'Parsec tells its clients apart by their users, so the service needs one of its own: set user to a number, or give a registry with --identities',
    );
    return;
  }
  const other = [...service.plan.services.values()].find(
    (each) => each !== service && each.form.className === 'ParsecClient' && userOf(each) === user,
  );
  if (other !== undefined) {
    report.refused(
      key,
      `user ${user} is also the user of ${other.service}, so each could use and delete the keys of the other: give each service a user of its own`,
    );
    return;
  }
  if (options.namespace === undefined && options.target._supports('podSecurityAdmission')) {
    report.refused(key, "the socket's folder needs a namespace that admits it: give --namespace");
    return;
  }
  form.className = 'ParsecClient';
  addSocket(service);
  const moved = !target.startsWith(PARSEC_FOLDER);
  reportConverted(
    service,
    key,
    MOUNT_FIELD,
    `the app is a client of Parsec: its folder is mounted read-only at ${PARSEC_FOLDER}, and PARSEC_SERVICE_ENDPOINT is set${moved ? `, not ${target}` : ''}`,
  );
}

/** Uses a volume for the socket of a named gateway, which Pod Security restricted accepts. */
function addSocket({ app, plan, options }: ServiceConversion): void {
  const { gateway } = options;
  if (gateway === undefined || options.installation !== undefined || options.target.isIzumaEdge) return;
  const { name } = plan.objects.get('parsec socket', () => ({
    className: 'ParsecSocketVolume',
    id: 'parsec-socket',
    suffix: 'volume',
    props: object({ gateway: literal(gateway) }),
  }));
  app.set('socket', call('ParsecSocket.claim', literal(name)));
}

function userOf(service: ServiceConversion): number | undefined {
  return (numberedUser(service.definition.user) ?? registeredUser(service))?.userId;
}
