package candor.examples;

import candor.kernel.Kernels;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// Makes a command of an experiment.
final class ExperimentCommand implements Callable<Integer> {
  private final Experiment<?> experiment;
  private final PrintStream out;
  private final PrintStream err;
  private final CommandSpec spec;

  ExperimentCommand(Experiment<?> experiment, PrintStream out, PrintStream err) {
    this.experiment = experiment;
    this.out = out;
    this.err = err;
    this.spec = CommandSpec.wrapWithoutInspection(this).name(experiment.name());
    spec.usageMessage().sortOptions(false).sortSynopsis(false).description(experiment.summary());
    options(experiment).forEach(option -> spec.addOption(described(option)));
    spec.addOption(OptionSpec.builder("--data").paramLabel("DIR").type(Path.class)
        .description("directory of data files in place of those that travel with the program").build());
    spec.addOption(
        OptionSpec.builder("--output").paramLabel("DIR").type(Path.class).defaultValue(output(experiment).toString())
            .description("directory of results and report (default ${DEFAULT-VALUE})").build());
    spec.addOption(Main.help());
  }

  CommandSpec spec() {
    return spec;
  }

  /// All options with values of their own kind.
  static List<Option<?>> options(Experiment<?> experiment) {
    List<Option<?>> options = new ArrayList<>(experiment.options());
    options.addFirst(Settings.SEED);
    options.add(Settings.THREADS);
    return options;
  }

  /// Where an experiment writes by default.
  static Path output(Experiment<?> experiment) {
    return Path.of("target", "report", experiment.name());
  }

  private static OptionSpec described(Option<?> option) {
    ITypeConverter<Object> converter = text -> {
      try {
        return option.parser().apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
    return OptionSpec.builder("--" + option.name()).paramLabel(option.placeholder()).type(option.type())
        .converters(converter)
        .defaultValue(option.initial().toString()).description(option.description() + " (default ${DEFAULT-VALUE})")
        .build();
  }

  @Override
  public Integer call() throws IOException {
    Map<Option<?>, Object> values = new HashMap<>();
    for (Option<?> option : options(experiment)) {
      values.put(option, spec.findOption("--" + option.name()).getValue());
    }
    Path data = spec.findOption("--data").getValue();
    Path output = spec.findOption("--output").getValue();
    Run.perform(experiment, new Settings(data, output, values), Kernels.best(), Progress.on(err), out);
    return 0;
  }
}
