export default 'Measure code: correctness, speed, a score';
