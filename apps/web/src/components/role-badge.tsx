import type { ChannelRole, CourseRole } from '@lectern/contracts';
import { words } from '../words/words.ts';

/** Who is staff, said beside the name. Students have no badge: they are the rule. */
export function RoleBadge({ role }: { role: CourseRole | undefined }) {
  if (!role || role === 'student') return null;
  return <Badge text={words.roles.course[role]} />;
}

export function ChannelRoleBadge({ role }: { role: ChannelRole | undefined }) {
  if (!role || role === 'member') return null;
  return <Badge text={words.roles.channel[role]} />;
}

const Badge = ({ text }: { text: string }) => (
  <span className="shrink-0 rounded-[4px] bg-accent-soft px-1.5 text-meta font-medium text-accent-text">
    {text}
  </span>
);
