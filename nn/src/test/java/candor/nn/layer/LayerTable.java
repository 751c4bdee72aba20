package candor.nn.layer;

import candor.nn.Module;
import candor.nn.Parallel;
import candor.nn.Residual;
import candor.nn.Sequential;
import candor.op.PoolWindows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The layers that are not random and not recurrent, under the names that they have in `layers.txt`.
final class LayerTable {
  static final Map<String, Supplier<Module>> LAYERS = new LinkedHashMap<>();

  static {
    convolutions();
    pooling();
    resampling();
    normalisation();
    activations();
    shapes();
  }

  private LayerTable() {
  }

  private static void add(String name, Supplier<Module> layer) {
    LAYERS.put(name, layer);
  }

  private static void convolutions() {
    add("linear", () -> new Linear(3, 2));
    add("linear without bias", () -> new Linear(3, 2).withoutBias());
    add("conv1d", () -> new Conv1d(2, 3, 3));
    add("conv1d stride 2 padding 2 dilation 2 without bias",
        () -> new Conv1d(2, 2, 3).stride(2).padding(2).dilation(2).withoutBias());
    add("conv1d depthwise", () -> new Conv1d(2, 4, 3).padding(1).groups(2));
    add("conv1d same padding", () -> new Conv1d(2, 2, 4).samePadding());
    add("conv1d same padding dilation 3 without bias",
        () -> new Conv1d(2, 2, 2).samePadding().dilation(3).withoutBias());
    add("conv2d", () -> new Conv2d(2, 2, 3));
    add("conv2d rectangular", () -> Conv2d.rectangular(2, 2, 3, 2).stride(2, 1).padding(0, 1).dilation(1, 2));
    add("conv2d groups without bias", () -> new Conv2d(4, 2, 2).stride(2).padding(1).groups(2).withoutBias());
    add("conv2d depthwise", () -> new Conv2d(3, 3, 3).padding(1).groups(3));
    add("conv2d same padding", () -> new Conv2d(2, 2, 3).samePadding());
    add("conv2d same padding rectangular",
        () -> Conv2d.rectangular(2, 2, 4, 3).dilation(1, 2).samePadding().groups(2));
    add("convTranspose1d", () -> new ConvTranspose1d(2, 3, 3));
    add("convTranspose1d stride 3 padding 1 dilation 2 output padding 1 groups 2",
        () -> new ConvTranspose1d(4, 2, 3).stride(3).padding(1).dilation(2).outputPadding(1).groups(2));
    add("convTranspose2d", () -> new ConvTranspose2d(2, 2, 2));
    add("convTranspose2d rectangular without bias", () -> ConvTranspose2d.rectangular(2, 2, 3, 2).stride(2, 3)
        .padding(1, 0).dilation(1, 2).outputPadding(0, 2).withoutBias());
    add("convTranspose2d stride 2 padding 1 output padding 1 groups 2",
        () -> new ConvTranspose2d(2, 4, 3).stride(2).padding(1).outputPadding(1).groups(2));
  }

  private static void pooling() {
    add("maxPool1d", () -> new MaxPool1d(2));
    add("maxPool1d 3 stride 2 padding 1", () -> new MaxPool1d(3, 2, 1));
    add("maxPool1d ceil", () -> new MaxPool1d(2).ceilMode());
    add("maxPool1d adaptive", () -> MaxPool1d.adaptive(3));
    add("avgPool1d", () -> new AvgPool1d(2));
    add("avgPool1d 3 stride 2 padding 1", () -> new AvgPool1d(3, 2, 1));
    add("avgPool1d 3 stride 3 padding 1 ceil", () -> new AvgPool1d(3, 3, 1).ceilMode());
    add("avgPool1d global", AvgPool1d::global);
    add("maxPool2d", () -> new MaxPool2d(2));
    add("maxPool2d 3 stride 2 padding 1", () -> new MaxPool2d(3, 2, 1));
    add("maxPool2d 2 stride 3 padding 1 ceil", () -> new MaxPool2d(2, 3, 1).ceilMode());
    add("maxPool2d rectangular", () -> new MaxPool2d(new PoolWindows.Sliding(3, 2, 1, 2, 1, 0)));
    add("maxPool2d global", MaxPool2d::global);
    add("avgPool2d", () -> new AvgPool2d(2));
    add("avgPool2d 3 stride 2 padding 1", () -> new AvgPool2d(3, 2, 1));
    add("avgPool2d 3 stride 2 ceil", () -> new AvgPool2d(3, 2).ceilMode());
    add("avgPool2d 3 stride 3 padding 1 ceil", () -> new AvgPool2d(3, 3, 1).ceilMode());
    add("avgPool2d 3 stride 3 padding 1 ceil excluding padding",
        () -> new AvgPool2d(3, 3, 1).excludingPadding().ceilMode());
    add("avgPool2d adaptive", () -> AvgPool2d.adaptive(2, 3));
  }

  private static void resampling() {
    add("upsample nearest 2", () -> Upsample.nearest(2));
    add("upsample nearest to 5,2", () -> Upsample.nearestTo(5, 2));
    add("upsample nearest 3 of a signal", () -> Upsample.nearest(3));
    add("upsample bilinear 2", () -> Upsample.bilinear(2));
    add("upsample bilinear to 5,2", () -> Upsample.bilinearTo(5, 2));
    add("upsample bilinear 2 aligned", () -> Upsample.bilinear(2).alignCorners());
    add("upsample bilinear to 1,4 aligned", () -> Upsample.bilinearTo(1, 4).alignCorners());
    add("upsample bilinear to 5 of a signal", () -> Upsample.bilinearTo(5));
  }

  private static void normalisation() {
    add("batchNorm1d", () -> new BatchNorm1d(3));
    add("batchNorm1d of a signal", () -> new BatchNorm1d(2));
    add("batchNorm2d", () -> new BatchNorm2d(2, 0.01, 0.3));
    add("batchNorm2d evaluation", () -> new BatchNorm2d(2));
    add("layerNorm", () -> new LayerNorm(5));
    add("layerNorm of two axes", () -> new LayerNorm(2, 3).epsilon(0.01));
    add("layerNorm without affine", () -> new LayerNorm(4).withoutAffine());
    add("groupNorm", () -> new GroupNorm(2, 4));
    add("groupNorm of a signal", () -> new GroupNorm(1, 2).epsilon(0.01));
    add("groupNorm without affine", () -> new GroupNorm(2, 4).withoutAffine());
    add("instanceNorm", () -> new InstanceNorm(2));
    add("instanceNorm affine of a signal", () -> new InstanceNorm(2).affine());
  }

  private static void activations() {
    add("relu", Activation::relu);
    add("relu6", Activation::relu6);
    add("relu6 wide", Activation::relu6);
    add("leakyRelu", Activation::leakyRelu);
    add("leakyRelu 0.2", () -> Activation.leakyRelu(0.2));
    add("pRelu", PRelu::new);
    add("pRelu of channels", () -> new PRelu(3));
    add("elu", Activation::elu);
    add("elu 1.5", () -> Activation.elu(1.5));
    add("selu", Activation::selu);
    add("celu 1.5", () -> Activation.celu(1.5));
    add("gelu", Activation::gelu);
    add("geluTanh", Activation::geluTanh);
    add("silu", Activation::silu);
    add("mish", Activation::mish);
    add("softplus", Activation::softplus);
    add("softplus 2", () -> Activation.softplus(2));
    add("softsign", Activation::softsign);
    add("sigmoid", Activation::sigmoid);
    add("logSigmoid", Activation::logSigmoid);
    add("hardsigmoid wide", Activation::hardsigmoid);
    add("hardswish wide", Activation::hardswish);
    add("tanh", Activation::tanh);
    add("tanhshrink", Activation::tanhshrink);
    add("hardshrink 0.5", () -> Activation.hardshrink(0.5));
    add("softshrink 0.5", () -> Activation.softshrink(0.5));
    add("threshold 0.5,-2", () -> Activation.threshold(0.5, -2));
    add("hardtanh", Activation::hardtanh);
    add("hardtanh -2,0.5", () -> Activation.hardtanh(-2, 0.5));
    add("softmax", () -> Activation.softmax(1));
    add("softmin", () -> Activation.softmin(1));
    add("glu", () -> Activation.glu(1));
    add("logSoftmax", () -> Activation.logSoftmax(1));
  }

  private static void shapes() {
    add("flatten", Flatten::new);
    add("unflatten", () -> new Unflatten(1, 2, 3));
    add("identity", Identity::new);
    add("residual",
        () -> new Residual(Sequential.of(new Linear(3, 2), Activation.tanh(), new Linear(2, 3))));
    add("residual projected", () -> new Residual(new Conv2d(2, 3, 3).stride(2).padding(1),
        new Conv2d(2, 3, 1).stride(2).withoutBias()));
    add("parallel concat",
        () -> Parallel.concat(1, new Conv2d(2, 1, 1), new Conv2d(2, 2, 3).padding(1)));
    add("parallel sum",
        () -> Parallel.sum(new Linear(3, 2), Sequential.of(new Linear(3, 2), Activation.sigmoid())));
  }
}
