import { HandleSchema, NameSchema } from '@lectern/contracts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { Field, Segments, Switch } from '../../components/field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { useMe } from '../../hooks/use-me.ts';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { showTheme, useSettings } from '../../hooks/use-settings.ts';
import { useView } from '../../hooks/use-view.ts';
import { accounts } from '../../http/accounts.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { accountWords } from '../../words/account.ts';
import { bytes } from '../../words/format.ts';
import { settingsWords } from '../../words/settings.ts';
import { signOutWords } from '../../words/sign-out.ts';
import { storageWords } from '../../words/storage.ts';
import { words } from '../../words/words.ts';
import { type FieldErrors, fault, fieldErrorsOf, onlyFaults, ProblemNotice } from '../account/form.tsx';
import { useDialogs } from '../shell/dialogs.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { StoredHistory } from './stored-history.tsx';

/** What a person may set. Changes hold at once; there is no button to save them, except for the name. */
export function SettingsScene() {
  useSceneTitle(settingsWords.title);
  const { hub } = usePage();
  const settings = useSettings();
  const storage = useView('storage', null);
  const dialogs = useDialogs();
  const coarse = useMedia(media.coarse);
  // All at once, so that nothing moves when the last value comes.
  if (!storage) return <SceneSkeleton />;
  const save = (change: Partial<typeof settings>) => void hub.command('saveSettings', change).catch(() => {});
  return (
    <>
      <SceneHeader>
        <SceneTitle>{settingsWords.title}</SceneTitle>
      </SceneHeader>
      <SceneBody className="gap-9">
        <Profile />
        <Section title={settingsWords.appearance}>
          <div className="flex min-h-11 items-center justify-between gap-4">
            <span>{settingsWords.theme}</span>
            <Segments
              label={settingsWords.theme}
              value={settings.theme}
              options={(['system', 'light', 'dark'] as const).map((value) => ({
                value,
                label: settingsWords.themes[value],
              }))}
              onChange={(theme) => {
                showTheme(theme);
                save({ theme });
              }}
            />
          </div>
        </Section>
        <Section title={settingsWords.presence}>
          <Switch
            label={settingsWords.busy}
            detail={settingsWords.busyLead}
            checked={settings.presence === 'busy'}
            onChange={(busy) => save({ presence: busy ? 'busy' : 'auto' })}
          />
        </Section>
        {!coarse && (
          <Section
            title={settingsWords.keys}
            action={
              <Button
                size="small"
                kind="quiet"
                icon="keyboard"
                onClick={() => dialogs.show({ kind: 'keys' })}
              >
                {settingsWords.showKeys}
              </Button>
            }
          >
            <Switch
              label={settingsWords.enterSends}
              detail={settingsWords.enterSendsLead}
              checked={settings.enterSends}
              onChange={(enterSends) => save({ enterSends })}
            />
            <Switch
              label={settingsWords.singleKeys}
              detail={settingsWords.singleKeysLead}
              checked={settings.singleKeys}
              onChange={(singleKeys) => save({ singleKeys })}
            />
          </Section>
        )}
        <Section title={storageWords.title}>
          <p className="text-soft">{storageWords.local}</p>
          <StoredHistory />
          {storage.usedBytes != null && (
            <p className="text-small text-muted">{storageWords.used(bytes(storage.usedBytes))}</p>
          )}
          {storage.persisted && <p className="text-small text-success-text">{storageWords.allowed}</p>}
          <StorageNotice />
        </Section>
        <Section title={settingsWords.account}>
          <div className="flex flex-wrap gap-2">
            <Button icon="signOut" onClick={() => dialogs.show({ kind: 'sign-out' })}>
              {signOutWords.action}
            </Button>
            <Button kind="quiet" onClick={() => dialogs.show({ kind: 'sign-out', everywhere: true })}>
              {signOutWords.everywhere}
            </Button>
          </div>
        </Section>
      </SceneBody>
    </>
  );
}

function Profile() {
  const me = useMe();
  const { hub } = usePage();
  const toast = useToast();
  const call = useCall(accounts.editMe);
  const [name, setName] = useState(me.name);
  const [handle, setHandle] = useState(me.handle);
  const [errors, setErrors] = useState<FieldErrors>({});
  const shown = { ...fieldErrorsOf(call.problem), ...errors };
  const changed = name.trim() !== me.name || handle !== me.handle;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = onlyFaults({ name: fault(NameSchema, name.trim()), handle: fault(HandleSchema, handle) });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const fresh = await call.run({ name: name.trim(), handle });
    if (!fresh) return;
    toast({ icon: 'check', title: settingsWords.saved });
    await hub.command('open', fresh).catch(() => {});
  };
  return (
    <Section title={settingsWords.profile}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <div className="flex items-center gap-4">
          <Avatar id={me.id} name={name || me.name} size={56} />
          <div className="min-w-0">
            <p className="truncate font-semibold">
              <bdi>{me.name}</bdi>
            </p>
            <p className="truncate text-small text-muted">{me.email}</p>
          </div>
        </div>
        <ProblemNotice
          problem={
            call.problem?.offline
              ? { ...call.problem, offline: false, message: words.common.offlineAction }
              : call.problem
          }
          unless={shown}
        />
        <div className="grid gap-4 tablet:grid-cols-2">
          <Field
            label={accountWords.name}
            value={name}
            error={shown.name}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={accountWords.handle}
            value={handle}
            error={shown.handle}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setHandle(event.target.value.toLowerCase())}
          />
        </div>
        <Button type="submit" kind="primary" className="self-start" busy={call.busy} disabled={!changed}>
          {words.common.save}
        </Button>
      </form>
    </Section>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <div className="mb-1 flex min-h-8 items-center justify-between border-b border-line pb-1">
        <h2 className="text-small font-semibold text-soft">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
