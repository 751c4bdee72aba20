/// JMH benchmarks, one class for each kernel family or workload.
@NullMarked
package candor.bench;

import org.jspecify.annotations.NullMarked;
