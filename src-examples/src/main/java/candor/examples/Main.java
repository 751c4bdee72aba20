package candor.examples;

import candor.examples.calibration.CalibrationExperiment;
import candor.examples.cifar.CifarExperiment;
import candor.examples.deepensembles.DeepEnsemblesExperiment;
import candor.examples.dirichlet.DirichletExperiment;
import candor.examples.dropoutvariants.DropoutVariantsExperiment;
import candor.examples.failureprediction.FailurePredictionExperiment;
import candor.examples.influence.InfluenceExperiment;
import candor.examples.mcdropout.McDropoutExperiment;
import candor.examples.mislabelled.MislabelledExperiment;
import candor.examples.outofdistribution.OutOfDistributionExperiment;
import candor.examples.outofdistribution.OutlierExposureExperiment;
import candor.examples.poisoning.PoisoningExperiment;
import candor.examples.priornetworks.PriorNetworksExperiment;
import candor.examples.uciregression.UciRegressionExperiment;
import candor.examples.variationallstm.VariationalLstmExperiment;
import candor.nn.train.DivergenceException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program: `list`, `download`, or an experiment by its name.
///
/// It exits with 0 after success, 1 when the work could not be done (data missing, a directory that cannot be written),
/// and 2 when the command line was not understood.
public final class Main {
  /// Every experiment, in the order of the list.
  static final List<Experiment<?>> EXPERIMENTS = List.of(new McDropoutExperiment(), new VariationalLstmExperiment(),
      DropoutVariantsExperiment.mnist(), DropoutVariantsExperiment.cifar10(), new DeepEnsemblesExperiment(),
      CifarExperiment.convNet(), CifarExperiment.resNet20(), new DirichletExperiment(),
      new PriorNetworksExperiment(), new CalibrationExperiment(), new FailurePredictionExperiment(),
      new OutOfDistributionExperiment(), new OutlierExposureExperiment(), new UciRegressionExperiment(),
      new InfluenceExperiment(), new MislabelledExperiment(), new PoisoningExperiment());

  private static final int FAILED = 1;
  private static final int MISUNDERSTOOD = 2;

  private Main() {
  }

  /// Runs the program.
  ///
  /// @param args command line
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(run(System.out, System.err, args));
  }

  /// Runs the program and returns its exit code.
  static int run(PrintStream out, PrintStream err, String... args) {
    CommandSpec root = CommandSpec.create().name("candor");
    root.usageMessage().description("Experiments with networks that know when they do not know.")
        .footer("A command's own options: COMMAND --help");
    root.addOption(help());
    CommandLine program = new CommandLine(root);
    program.addSubcommand("list", listing(out)).addSubcommand("download", new DownloadCommand(out).spec());
    EXPERIMENTS.forEach(e -> program.addSubcommand(e.name(), new ExperimentCommand(e, out, err).spec()));
    program.setOut(new PrintWriter(out, true, out.charset())).setErr(new PrintWriter(err, true, err.charset()));
    program.setParameterExceptionHandler(Main::misunderstood).setExecutionExceptionHandler(Main::failed);
    return program.execute(args);
  }

  private static CommandSpec listing(PrintStream out) {
    Callable<Integer> list = () -> {
      EXPERIMENTS.forEach(e -> describe(e, out));
      out.println(
          "Every experiment also takes --data DIR (its data files, in place of those that travel with the program)");
      out.println("and --output DIR (results and report, by default target/report/ and the experiment's name).");
      return 0;
    };
    CommandSpec spec = CommandSpec.wrapWithoutInspection(list).name("list");
    spec.usageMessage().description("name the experiments and their options");
    return spec.addOption(help());
  }

  private static void describe(Experiment<?> experiment, PrintStream out) {
    out.println(experiment.name() + ": " + experiment.summary());
    for (Option<?> option : ExperimentCommand.options(experiment)) {
      out.printf("  --%-10s %s (default %s)%n", option.name() + " " + option.placeholder(), option.description(),
          option.initial());
    }
    out.println();
  }

  /// The option that every command has.
  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("show how to use the command").build();
  }

  private static int misunderstood(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(mistake(e, command));
    UnmatchedArgumentException.printSuggestions(e, err);
    if (command.getParent() == null) {
      err.println("Commands: " + String.join(", ", command.getSubcommands().keySet()));
    } else {
      err.print(
          command.getHelp().synopsisHeading() + command.getHelp().synopsis(command.getHelp().synopsisHeadingLength()));
    }
    err.flush();
    return MISUNDERSTOOD;
  }

  private static String mistake(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
    }
    List<String> options = unmatched.getUnmatched().stream().filter(word -> word.startsWith("-")).toList();
    return options.isEmpty()
        ? (command.getParent() == null ? "Unknown command: " : "Unexpected argument: ")
            + String.join(" ", unmatched.getUnmatched())
        : "Unknown option: " + String.join(", ", options);
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    switch (e) {
      case IOException io -> command.getErr().println(explain(io));
      case DivergenceException divergence -> command.getErr().println(divergence.getMessage());
      default -> throw e;
    }
    return FAILED;
  }

  /// One line, also where the message of the exception is a mere path.
  private static String explain(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or directory: " + missing.getFile();
      case AccessDeniedException denied -> "access denied: " + denied.getFile();
      case FileSystemException other when other.getReason() == null -> "cannot read or write: " + other.getFile();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
