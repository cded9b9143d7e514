export default 'Look at this machine and at what tito needs';
