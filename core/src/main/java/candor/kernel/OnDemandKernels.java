package candor.kernel;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A set whose families of loops are loaded and compiled when they are first asked for.
final class OnDemandKernels extends Kernels {
  private final WarmUp warmUp;
  private final Supplier<Kernels> fast;
  private final Part<Reduction> reduction;
  private final Part<Softmax> softmax;
  private final Part<MatrixProduct> product;
  private final Part<Pooling> pooling;
  private final Part<DropoutMask> dropout;
  private final Part<Normalisation> normalisation;
  private final Part<Recurrence> recurrence;
  private final Part<Update> update;

  /// @param fast the set, always the same one; called when it is first needed
  /// @param standIn loops with the same bits
  OnDemandKernels(Supplier<Kernels> fast, Kernels standIn) {
    this(fast, standIn, new WarmUp(), new Exercises());
  }

  private OnDemandKernels(Supplier<Kernels> fast, Kernels standIn, WarmUp warmUp, Exercises exercises) {
    super(standIn.name(),
        new OnDemandElementwise(warmUp, exercises, () -> fast.get().elementwise(), standIn.elementwise()),
        standIn.reduction(), standIn.softmax(), standIn.product(),
        new OnDemandConvolution(warmUp, exercises, () -> fast.get().convolution(), standIn.convolution()),
        standIn.pooling(), standIn.dropout(), standIn.normalisation(), standIn.recurrence(), standIn.update());
    this.warmUp = warmUp;
    this.fast = fast;
    product = part(standIn, Kernels::product, true, exercises::tiles);
    reduction = part(standIn, Kernels::reduction, false, exercises::sums);
    softmax = part(standIn, Kernels::softmax, false, exercises::rows);
    pooling = part(standIn, Kernels::pooling, false, exercises::windows);
    dropout = part(standIn, Kernels::dropout, false, exercises::masks);
    normalisation = part(standIn, Kernels::normalisation, false, exercises::columns);
    recurrence = part(standIn, Kernels::recurrence, false, exercises::cells);
    update = part(standIn, Kernels::update, false, exercises::updates);
  }

  private <K> Part<K> part(Kernels standIn, Function<Kernels, K> family, boolean urgent,
      Function<K, List<Runnable>> exercises) {
    return warmUp.part(() -> family.apply(fast.get()), family.apply(standIn), urgent, exercises);
  }

  @Override
  public String name() {
    return fast.get().name();
  }

  @Override
  public Reduction reduction() {
    return reduction.get();
  }

  @Override
  public Softmax softmax() {
    return softmax.get();
  }

  @Override
  public MatrixProduct product() {
    return product.get();
  }

  @Override
  public Pooling pooling() {
    return pooling.get();
  }

  @Override
  public DropoutMask dropout() {
    return dropout.get();
  }

  @Override
  public Normalisation normalisation() {
    return normalisation.get();
  }

  @Override
  public Recurrence recurrence() {
    return recurrence.get();
  }

  @Override
  public Update update() {
    return update.get();
  }

  @Override
  public boolean isWarming() {
    return warmUp.isRunning();
  }

  @Override
  public Kernels compiled() {
    warmUp.complete();
    return this;
  }
}
