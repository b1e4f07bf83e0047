/** The three forms of an app package. */
export enum AppPackageForm {
  /** Authenticated and encrypted for some machines: the form for new work. */
  SEALED = 'sealed',
  /** As container-app-service takes it: neither encrypted nor protected against change. */
  CLEAR = 'clear',
  /** As container-app-service takes it: encrypted for some machines, but not protected against change. */
  ENCRYPTED = 'encrypted',
}
