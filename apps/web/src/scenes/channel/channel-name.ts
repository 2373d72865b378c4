import { createContext, use } from 'react';

/** Name of the channel on screen, for the words around its messages. */
export const ChannelNameContext = createContext('');
export const useChannelName = (): string => use(ChannelNameContext);
