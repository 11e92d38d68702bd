import { drawDecisions } from './how-it-decides/pictures.ts';

drawDecisions();
